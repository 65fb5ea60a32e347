"""Which passwords are taken: of a person called Trần Thị Hoa, who logs in as hoa.tran."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from forum_portal.models import User

NAME = "Mật khẩu này gần như chỉ gồm tên hoặc địa chỉ email của bạn."
RUN = "Mật khẩu này gần như chỉ là dãy liên tiếp hoặc lặp lại, ví dụ 123456, abcabc."


def said_of(password):
    user = User(username="hoa.tran", last_name="Trần", first_name="Thị Hoa", email="hoa@a.vn")
    try:
        validate_password(password, user)
    except ValidationError as error:
        return error.messages[-1]
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",
        "987654321098",
        "abcdefghijkl",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "hoabinh hoabinh",
    ],
)
def test_no_run_and_no_repeat(password):
    assert said_of(password) == RUN


@pytest.mark.parametrize("password", ["hoa.tran.2026!", "Trần Thị Hoa 1985", "hoa@a.vn-hoatran9"])
def test_no_name(password):
    assert said_of(password) == NAME


def test_no_name_twice():
    assert said_of("hoa.tran.hoa.tran") != ""


@pytest.mark.parametrize(
    "password", ["mot-mat-khau-khac-17", "cánh đồng tràn nước mưa", "tran ngập tiếng ve 1987"]
)
def test_a_sentence_is_taken(password):
    assert said_of(password) == ""
