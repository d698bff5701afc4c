"""`python -m bench` runs every bench, `python -m bench charts moves` the named ones."""

import sys
from importlib import import_module

BENCHES = ("charts", "pages", "moves", "frozen", "papers", "references", "together")


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.stderr.write(f"there is no bench {unknown[0]}; there are {', '.join(BENCHES)}\n")
        return 2
    for name in names or BENCHES:
        import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
