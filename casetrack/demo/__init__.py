"""The demonstration clinic: invented people and cases, written through the real commands."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
