"""F4 — 历史: what was done, by whom, from which state to which, and why; hash-chained (GB/T 22239-2019 8.1.4.3 安全审计).

Owns the chain and its verification. Rows are only ever added: no function or command of this system changes or removes
one, so they are kept far longer than the six months the 网络安全法 asks for. Sign-ins, sign-outs and failures
are recorded by ``receivers.py``. Words: entry 记录, chain 链, head 链头, anchor 存证.
"""
