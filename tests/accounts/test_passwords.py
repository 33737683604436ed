"""Which passwords are good enough."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from xiangfeng.accounts.models import User
from xiangfeng.accounts.passwords import random_password

USER = User(username="yx-zhoumin", name="周敏")


def reason(password, user=USER):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    "password", ["Yunxi-7Qm4-xRt9", "shuiku3Dongbian", "东边的shuiku37", "四月Kaihua二里"]
)
def test_good_ones(password):
    assert reason(password) == []


@pytest.mark.parametrize(
    "password", ["Kp7-mQ", "kp7mqxvrtw", "KPXMQXVRTW", "8402751936", "kpxmqx-vrtw", "Kp7mqxvrt"]
)
def test_too_short_or_too_plain(password):
    assert reason(password)[0] == "密码至少 10 位，大写字母、小写字母、数字、符号四种里至少用 3 种"


@pytest.mark.parametrize(
    "password",
    [
        "Admin@2026",
        "admin_2026!A",
        "P@ssw0rd2026",
        "Woaini1314!",
        "Wenming@2026",
        "XiangFeng#2026",
        "1qaz@WSX3edc",
        "Qwer!2026734",
        "Kp123456mqX",
        "Kp654321mqX",
        "Mmmmm-84027",
        "Qwertyuiop-84",
        "Zhongguo@1949",
        "Yunxizhen888!",
    ],
)
def test_what_everybody_tries_first(password):
    assert any("密码太常见" in message for message in reason(password))


@pytest.mark.parametrize("password", ["Zhoumin-8402", "84-nimuohZ-7", "YX-ZHOUMIN-8k", "周敏Kp84027x"])
def test_ones_own_name(password):
    assert reason(password) == ["密码里不要有自己的账号或姓名"]
    assert reason(password, user=None) == []


def test_random_passwords_satisfy_the_rules_and_can_be_read_from_paper():
    made = {random_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert reason(password) == []
        assert re.fullmatch(r"([A-HJ-NP-Za-kmnp-z2-9]{4}-){2}[A-HJ-NP-Za-kmnp-z2-9]{4}", password)
