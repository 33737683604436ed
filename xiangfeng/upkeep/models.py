"""日常作业 and 环境台账: what is done again and again, and the registers of the environment (I10–I12, D2)."""
