# Every target is one verb of bootstrap.py, which needs nothing but Python ≥ 3.11.
.DEFAULT_GOAL := help
VERBS := run test check fmt demo bench install lock
.PHONY: help $(VERBS)

help:
	@python3 bootstrap.py || true

$(VERBS):
	@python3 bootstrap.py $@ $(ARGS)
