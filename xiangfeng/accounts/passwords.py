"""密码规则, as GB/T 22239-2019 8.1.4.1 asks: long enough, mixed, not guessable, not used again.

Each class is a Django password validator; the sentence it raises is what the person reads.
"""

from __future__ import annotations

import re
import secrets
import string
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from xiangfeng.accounts.models import User

CLASSES = (("大写字母", r"[A-Z]"), ("小写字母", r"[a-z]"), ("数字", r"[0-9]"), ("符号", r"[^A-Za-z0-9]"))

# What is left of a password without digits and symbols: words people here reach for first.
WEAK_STEMS = frozenset(
    """
    a aa aaa ab abc abcd abcde admin administrator adminadmin asd asdf asdfg asdfgh asdfghjkl caonima chuangjian
    chuangjianban dangyuan dangzheng danwei fuwuqi gongzuo guanli guanliyuan guest hello huanying iloveu iloveyou
    login love mima mm nihao office pass passwd password passwords qaz qazwsx qazwsxedc qq qwe qweasd qweasdzxc qwer
    qwert qwerty qwertyuiop renmin root secret shengri system test tianxia user wangluo wenming wenmingban
    wenmingchuangjian woaini woaiwojia woaizhongguo woaizuguo woshi xiang xiangcun xiangfeng xiangzhen xinnian
    xitong xx yunxi yunxizhen zaq zhangsan zhen zhengfu zhongguo zhongguodang zuguo zxc zxcv zxcvb zxcvbn zxcvbnm
    """.split()  # noqa: SIM905
)
LEET = str.maketrans({"@": "a", "0": "o", "1": "l", "3": "e", "$": "s", "5": "s", "!": "i"})
_RUNS = (string.digits, string.digits[::-1], "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc")


class LengthAndClasses:
    """At least ``min_length`` characters out of ``min_classes`` of the four kinds."""

    def __init__(self, min_length: int = 10, min_classes: int = 3) -> None:
        self.min_length = min_length
        self.min_classes = min_classes

    def validate(self, password: str, user: User | None = None) -> None:
        present = sum(bool(re.search(pattern, password)) for _, pattern in CLASSES)
        if len(password) < self.min_length or present < self.min_classes:
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        kinds = "、".join(name for name, _ in CLASSES)
        return f"密码至少 {self.min_length} 位，{kinds}四种里至少用 {self.min_classes} 种"


class NotCommon:
    """Not on the list of common passwords, not a common word with digits hung on, no keyboard run or repetition."""

    _listed = CommonPasswordValidator()

    def validate(self, password: str, user: User | None = None) -> None:
        lower = password.lower()
        stem = re.sub(r"^[^a-z@]+|[^a-z]+$", "", lower)
        longer = "".join(run for run in re.findall(r"[a-z]+", lower) if len(run) > 2)
        if (
            lower in self._listed.passwords
            or WEAK_STEMS & {re.sub(r"[^a-z]", "", form) for form in (lower, stem.translate(LEET), longer)}
            or re.search(r"(.)\1{3}", lower)
            or any(run[start : start + 6] in lower for run in _RUNS for start in range(len(run) - 5))
        ):
            raise ValidationError(f"密码太常见，容易被猜中。{self.get_help_text()}", code="password_common")

    def get_help_text(self) -> str:
        return "不要用常用词加数字、连续键位或重复字符"


class NotOwnName:
    """Contains neither the account's name, nor a longer part of it, nor the person's name."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None:
            return
        lower = password.lower()
        parts = {part for part in re.split(r"[._-]", user.username.lower()) if len(part) >= 4}
        names = {user.username.lower(), user.name.lower()} - {""} | parts
        if any(name in lower or name[::-1] in lower for name in names if len(name) >= 2):
            raise ValidationError(self.get_help_text(), code="password_own_name")

    def get_help_text(self) -> str:
        return "密码里不要有自己的账号或姓名"


class NotReused:
    """None of the last ``keep`` passwords, the present one included."""

    def __init__(self, keep: int = 5) -> None:
        self.keep = keep

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None or user.pk is None:
            return
        past = user.past_passwords.values_list("password", flat=True)[: self.keep - 1]
        if any(check_password(password, used) for used in {user.password, *past}):
            raise ValidationError(self.get_help_text(), code="password_reused")

    def get_help_text(self) -> str:
        return f"不能用最近 {self.keep} 次用过的密码"


def random_password(length: int = 12) -> str:
    """A password to hand over on paper: no characters that look alike, three kinds at least, in groups of four."""
    letters = "".join(set(string.ascii_letters) - set("IlOo"))
    validators: tuple[Any, ...] = (LengthAndClasses(), NotCommon())
    while True:
        raw = "".join(secrets.choice(letters + "23456789") for _ in range(length))
        password = "-".join(raw[start : start + 4] for start in range(0, length, 4))
        try:
            for validator in validators:
                validator.validate(password)
        except ValidationError:
            continue
        return password
