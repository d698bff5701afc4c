"""Serves the application with gunicorn: a few processes, a few threads each."""

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from werkzeug.middleware.proxy_fix import ProxyFix

from casetrack.app import create_app
from casetrack.morning import watch
from casetrack.settings import Settings
from casetrack.web.security import read_secret


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships without types
    """Every worker process makes its own application, store and press."""

    def __init__(self, settings: Settings, address: str) -> None:
        self.settings = settings
        self.address = address
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self.address,
            "workers": self.settings.web_workers,
            "threads": self.settings.web_threads,
            "worker_class": "gthread",
            "timeout": self.settings.print_seconds + 60,
            "control_socket_disable": True,
            "accesslog": None,
            "loglevel": "warning",
            "limit_request_line": 4094,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = create_app(self.settings)
        watch(self.settings)
        hops = self.settings.proxies
        if hops:  # only as many hops as there really are; a client must not choose its address
            app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
        return app


def run(settings: Settings, *, host: str, port: int) -> None:
    read_secret(settings.data_dir)  # made before there are workers
    Server(settings, f"[{host}]:{port}" if ":" in host else f"{host}:{port}").run()
