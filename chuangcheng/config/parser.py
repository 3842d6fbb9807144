"""Arguments of the command line, with every complaint as one Chinese sentence."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

WRONG_CALL = 2  # exit code

_SENTENCES = {
    r"the following arguments are required: (.+)": "缺少参数 {0}",
    r"unrecognized arguments: (.+)": "不认识参数 {0}",
    r"argument .+: invalid choice: '(.*?)' .+": "没有“{0}”这一项",
    r"argument (.+): expected one argument": "参数 {0} 后面要有一个值",
    r"argument (.+): invalid .+ value: '(.*?)'": "参数 {0} 的值“{1}”无法使用",
    r"ambiguous option: (.+?) could match .+": "参数 {0} 不完整",
}


class Parser(argparse.ArgumentParser):
    """Python's own parser in Chinese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False})
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示用法")

    def error(self, message: str) -> NoReturn:
        """Says what is wrong with the call and ends with the code of a wrong call."""
        self.exit(WRONG_CALL, f"{_sentence(message)}，用法见 {self.prog} --help。\n")


def _sentence(message: str) -> str:
    for pattern, sentence in _SENTENCES.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*found.groups()).replace(", ", "、")
    return f"参数有误（{message}）"
