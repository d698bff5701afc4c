"""Messages between parent and child: a JSON head and any number of byte strings, all measured."""

import json
import struct
from typing import Any, BinaryIO

Message = dict[str, Any]

LONGEST = 400_000_000  # bytes in one frame; more is a fault, not a paper


def send(pipe: BinaryIO, message: Message, *blobs: bytes) -> None:
    head = json.dumps(message, separators=(",", ":")).encode()
    pipe.write(struct.pack(f">{2 + len(blobs)}I", len(head), len(blobs), *map(len, blobs)))
    pipe.write(head)
    pipe.writelines(blobs)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[Message, list[bytes]]:
    """The next frame; EOFError when the other side has gone."""
    head_size, count = struct.unpack(">2I", _exactly(pipe, 8))
    if count > LONGEST // 4:
        raise EOFError
    sizes = struct.unpack(f">{count}I", _exactly(pipe, 4 * count))
    if head_size + sum(sizes) > LONGEST:
        raise EOFError
    message: Message = json.loads(_exactly(pipe, head_size))
    return message, [_exactly(pipe, size) for size in sizes]


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    data = pipe.read(size)
    if len(data) != size:
        raise EOFError
    return data
