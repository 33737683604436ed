"""What may be done to 制度 and norms. ``install_library`` is what other apps and commands call."""

from xiangfeng.regulations.actions.drafts import install_library as install_library
