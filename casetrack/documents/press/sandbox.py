"""Closes the child off, layer by layer: no network, no writing, no programs, bounded memory.

Each function returns whether its layer holds here; `watch` always does. Standard library only.
"""

import ctypes
import os
import resource
import struct
import sys
import sysconfig
from pathlib import Path

CASETRACK = Path(__file__).resolve().parents[2]
FONT_PLACES = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/fontconfig",
    "/etc/fonts",
    "/var/cache/fontconfig",
)
LIBRARY_PLACES = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache")
DEVICES = ("/dev/null", "/dev/urandom")

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_NO_NEW_PRIVS = 38
_libc = ctypes.CDLL(None, use_errno=True)


def give_up_privileges() -> bool:
    """No set-uid program could lift this process again; Landlock asks for it."""
    return bool(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)


def leave_network() -> bool:
    """A network namespace of its own with nothing in it. Must run before the first thread."""
    for flags in (_CLONE_NEWUSER | _CLONE_NEWNET, _CLONE_NEWNET):
        if _libc.unshare(flags) == 0:
            return True
    return False


def limit(*, memory_mb: int) -> bool:
    """Bounded memory; no file grows, no core is dumped, few files are open."""
    memory = memory_mb * 1024 * 1024
    wanted = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    for what, most in wanted.items():
        resource.setrlimit(what, (most, most))
    return True


def stay_alone() -> bool:
    """No further process. The kernel does not hold root to this; `watch` does, for Python."""
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    try:
        child = os.fork()
    except OSError:
        return True
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return False


def limit_cpu(seconds: int) -> None:
    """The kernel ends a job that its parent no longer can; set anew for each job."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 2, hard)
    )


def readable() -> tuple[str, ...]:
    """All a child may ever open, for reading: the interpreter, its libraries, casetrack, fonts."""
    paths = sysconfig.get_paths()
    python = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return tuple(sorted({*python, str(CASETRACK), *FONT_PLACES, *LIBRARY_PLACES, *DEVICES}))


def close_disk() -> bool:
    """Landlock: the kernel opens nothing but `readable()`, runs nothing, connects nowhere."""
    newest = _libc.syscall(_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION)
    if newest < 1:
        return False
    asked = struct.pack("3Q", _disk_rights(newest), _ALL_PORTS, _ALL_SCOPES)
    size = 8 if newest < _LANDLOCK_NETWORK else 16 if newest < _LANDLOCK_SCOPES else 24
    rules = _libc.syscall(_LANDLOCK_CREATE, asked, size, 0)
    if rules < 0:
        return False
    for path in readable():
        _allow_reading(rules, path)
    closed = _libc.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0
    os.close(rules)
    return bool(closed)


def watch() -> bool:
    """An audit hook: Python code can open nothing but `readable()`, for reading, and do no more."""
    roots = tuple(path.rstrip("/") + "/" for path in map(os.path.realpath, readable()))

    def check(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            _check_open(roots, *arguments[:3])
        elif event in _LISTING:
            _check_path(roots, arguments[0])
        elif event.partition(".")[0] in _REFUSED:
            raise PermissionError(f"the press may not use {event}")

    sys.addaudithook(check)
    return True


_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446  # the same on every machine
_LANDLOCK_VERSION = 1
_LANDLOCK_NETWORK, _LANDLOCK_SCOPES = 4, 6  # the versions that brought them
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_ALL_PORTS, _ALL_SCOPES = 0b11, 0b11

_LISTING = frozenset({"os.listdir", "os.scandir"})
_REFUSED = frozenset(
    {
        *("ctypes", "fcntl", "ftplib", "glob", "http", "mmap", "nntplib", "os", "poplib", "pty"),
        *("shutil", "signal", "smtplib", "socket", "sqlite3", "subprocess", "syslog", "tempfile"),
        *("urllib", "webbrowser"),
    }
)


def _disk_rights(version: int) -> int:
    """Every right that this version of Landlock knows is taken away at first."""
    known = {1: 13, 2: 14, 3: 15, 4: 15}
    return (1 << known.get(version, 16)) - 1


def _allow_reading(rules: int, path: str) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    rights = _READ_FILE | _READ_DIR if Path(path).is_dir() else _READ_FILE
    _libc.syscall(_LANDLOCK_ADD, rules, 1, struct.pack("=Qi", rights, place), 0)
    os.close(place)


def _check_open(roots: tuple[str, ...], path: object, mode: object, flags: object) -> None:
    writing = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    if writing or (isinstance(mode, str) and set(mode) & set("wax+")):
        raise PermissionError("the press may not write")
    if not isinstance(path, int):  # a number is a file that was open before
        _check_path(roots, path)


def _check_path(roots: tuple[str, ...], path: object) -> None:
    place = (
        os.path.realpath(os.fsdecode(path)) if isinstance(path, str | bytes | os.PathLike) else ""
    )
    if not (place + "/").startswith(roots):
        raise PermissionError("the press may not read there")
