"""A file that is not read: one sentence says what is wrong and what to do, quoting nothing."""


class FileRefused(Exception):
    """The file is not read; `sentence` tells a coordinator what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
