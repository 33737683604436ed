"""演示县: one county, two townships, people in every role and ten months of assessments, all made up.

Everything is entered through the same actions people use, as those people, on those days.
"""
