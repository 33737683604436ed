"""Shape of what people type about accounts."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from django import forms

from xiangfeng.accounts.models import User


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """账号 and 密码, without allauth's English placeholders and links."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("login", "账号"), ("password", "密码")):
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)
            self.fields[name].error_messages["required"] = f"请填写{label}"


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one twice, without a link to a reset by e-mail, which does not exist here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class ReauthenticateForm(AllauthReauthenticateForm):  # type: ignore[misc]
    """The password once more, before anything about the account's security."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class UserForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new account: user name and the person's name."""

    class Meta:
        model = User
        fields = ("username", "name")

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()
