"""What an installation may set: a TOML file, overridden by CASETRACK_… environment variables."""

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "CASETRACK_"
NAMED = PREFIX + "CONFIG"
ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")


class SettingsRefused(Exception):
    """The settings cannot be used; says which and why, in one line."""


class Settings(BaseSettings):
    """Every setting with its default; config.example.toml shows each one."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data_dir: Path = Path("data")
    database_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ()
    proxies: Annotated[int, Field(ge=0, le=5)] = 0
    clinic_name: str = "Sarcoma clinic"
    time_zone: str = "America/New_York"
    idle_minutes: Annotated[int, Field(ge=5, le=60)] = 15
    session_hours: Annotated[int, Field(ge=1, le=24)] = 12
    physicians_see_all: bool = False
    web_workers: Annotated[int, Field(ge=1, le=16)] = 2
    web_threads: Annotated[int, Field(ge=1, le=32)] = 8
    printers: Annotated[int, Field(ge=1, le=4)] = 1
    print_seconds: Annotated[int, Field(ge=10, le=600)] = 90
    print_memory_mb: Annotated[int, Field(ge=256, le=8192)] = 1024
    upload_mb: Annotated[int, Field(ge=1, le=200)] = 25
    morning_hour: Annotated[int, Field(ge=0, le=23)] = 6
    mail_host: str = ""
    mail_port: Annotated[int, Field(ge=1, le=65535)] = 587
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_password_file: str = ""
    mail_from: Annotated[str, Field(validate_default=True)] = ""
    lookups: bool = True
    lookup_contact: str = ""
    pubmed_url: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    europe_pmc_url: str = "https://www.ebi.ac.uk/europepmc/webservices/rest"
    trials_url: str = "https://clinicaltrials.gov/api/v2"
    openfda_url: str = "https://api.fda.gov"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("is not a time zone; use one like America/New_York") from None
        return name

    @field_validator("pubmed_url", "europe_pmc_url", "trials_url", "openfda_url")
    @classmethod
    def _over_tls(cls, address: str) -> str:
        parts = urlsplit(address)
        own = parts.hostname in ("127.0.0.1", "localhost")
        if not parts.hostname or parts.scheme not in (("http", "https") if own else ("https",)):
            raise ValueError("is not an address that starts with https://")
        return address

    @field_validator("mail_from")
    @classmethod
    def _letters_have_a_sender(cls, sender: str, info: ValidationInfo) -> str:
        """Checked last of the mail settings, and so with all of them."""
        if info.data.get("mail_host") and not ADDRESS.fullmatch(sender):
            raise ValueError("must be the address that letters come from, like desk@clinic.org")
        if info.data.get("mail_user") and info.data.get("mail_security") == "none":
            raise ValueError("cannot be used: mail_user needs mail_security starttls or tls")
        return sender

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def database(self) -> str:
        """Where the store is: SQLite in the data folder unless set."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'casetrack.sqlite'}"

    @property
    def mails(self) -> bool:
        """Whether letters go out at all."""
        return bool(self.mail_host)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which browsers may reach us; any other Host is refused."""
        own = urlsplit(self.base_url).hostname or ""
        return self.trusted_hosts or tuple(
            {own, "127.0.0.1", "localhost"} if not self.secure else {own}
        )

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over TLS, so that cookies may say so."""
        return self.base_url.startswith("https://")

    @classmethod
    def settings_customise_sources(  # names set by pydantic-settings
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings  # the environment wins over the file


def load(config: Path | None = None) -> Settings:
    """The settings from `config`, or from the file that CASETRACK_CONFIG names."""
    named = config or (Path(os.environ[NAMED]) if NAMED in os.environ else None)
    try:
        return Settings(**(tomllib.loads(named.read_text()) if named else {}))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsRefused(f"setting {name}: {first['msg']}") from None
    except (OSError, ValueError) as error:
        raise SettingsRefused(f"the settings file {named} cannot be read: {error}") from None
