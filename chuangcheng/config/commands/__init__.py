"""One file per group of commands; each names its arguments and calls a service. Django starts where it is needed."""

from chuangcheng.config.commands.accounts import ADMINISTRATOR, PASSWORD
from chuangcheng.config.commands.command import Command
from chuangcheng.config.commands.data import DEMO, IMPORT, SCORE
from chuangcheng.config.commands.exporting import EXPORT
from chuangcheng.config.commands.measuring import BENCH
from chuangcheng.config.commands.operate import BACKUP, DOCTOR, MOVE, RESTORE
from chuangcheng.config.commands.serve import RUN, WORKER

COMMANDS: list[Command] = [
    *(RUN, WORKER, DEMO, ADMINISTRATOR, PASSWORD, IMPORT, EXPORT, SCORE),
    *(BACKUP, RESTORE, MOVE, DOCTOR, BENCH),
]
