"""Units, people and accounts of the demonstration county."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.accounts.actions import create_user
from xiangfeng.accounts.models import User
from xiangfeng.orgs import actions
from xiangfeng.orgs.models import Person, Unit, UnitKind
from xiangfeng.orgs.queries import actor_for

PASSWORD = "YunXi-Demo-2026"
APPOINTED = dt.date(2024, 1, 8)

VILLAGES = {
    "云溪镇": (
        ("云溪社区", "集镇组"), ("柳湾村", "集镇组"), ("石桥村", "集镇组"), ("新塘村", "集镇组"),
        ("花园村", "平坝组"), ("双井村", "平坝组"), ("稻香村", "平坝组"), ("南坡村", "平坝组"),
        ("东岭村", "山区组"), ("西坪村", "山区组"), ("北沟村", "山区组"), ("松林村", "山区组"),
    ),
    "东河镇": (("河口村", ""), ("渡头村", ""), ("枫林村", ""), ("沙洲村", "")),
}  # fmt: skip

STATIONS = (
    ("财政所", UnitKind.STATION),
    ("司法所", UnitKind.STATION),
    ("综合文化站", UnitKind.STATION),
    ("村镇建设所", UnitKind.STATION),
    ("云溪中心小学", UnitKind.SCHOOL),
    ("云溪供销社", UnitKind.ENTERPRISE),
)

# account: (name, unit, post, role)
SEATS = {
    "yx-hezheng": ("何正", "云溪镇", "镇长", "head"),
    "yx-linlan": ("林岚", "云溪镇", "宣传委员", "leader"),
    "yx-tangbo": ("唐波", "云溪镇", "副镇长", "member"),
    "yx-liyuan": ("李远", "云溪镇", "创建办主任", "director"),
    "yx-zhoumin": ("周敏", "云溪镇", "创建办干事", "clerk"),
    "yx-wufang": ("吴芳", "云溪镇", "考评一组组长", "assessor"),
    "yx-qianshui": ("钱水", "财政所", "财政所会计", "finance"),
    "yx-sunfa": ("孙法", "云溪镇", "司法所所长（法制审核员）", "legal"),
    "yx-zhaowen": ("赵文", "综合文化站", "联络员", "liaison"),
    "yx-zhenghe": ("郑和平", "云溪镇", "社会监督员", "supervisor"),
    "sq-shilei": ("石磊", "石桥村", "村党支部书记", "village"),
    "np-nanshan": ("南山", "南坡村", "村党支部书记", "village"),
    "dx-daoming": ("田稻", "稻香村", "村党支部书记", "village"),
    "dh-heqing": ("贺青", "东河镇", "创建办主任", "director"),
    "dh-luoyu": ("罗雨", "东河镇", "创建办干事", "clerk"),
    "dh-xuling": ("徐岭", "东河镇", "宣传委员", "leader"),
    "ah-gaoyuan": ("高原", "安和县", "县文明办干部", "county"),
    "ah-system": ("冯志", "安和县", "系统管理员", "system_admin"),
    "ah-security": ("卫安", "安和县", "安全管理员", "security_admin"),
    "ah-audit": ("沈计", "安和县", "审计管理员", "audit_admin"),
}

# Secretaries who have no account yet: in the lists, not in the system.
WITHOUT_ACCOUNT = {
    "云溪社区": "汪社", "柳湾村": "柳青", "新塘村": "唐新", "花园村": "华园", "双井村": "景双",
    "东岭村": "凌东", "西坪村": "平西", "北沟村": "苟北", "松林村": "林松",
    "河口村": "何口", "渡头村": "杜渡", "枫林村": "冯林", "沙洲村": "沙舟",
}  # fmt: skip

SHOWN_ACCOUNTS = (
    ("yx-zhoumin", "创建办干事，录分、拟通报"),
    ("yx-liyuan", "创建办主任，复核、定稿、答复异议"),
    ("yx-linlan", "分管领导，签发通报"),
    ("yx-sunfa", "司法所所长，审核制度"),
    ("sq-shilei", "石桥村书记，看成绩、提异议"),
    ("yx-zhenghe", "社会监督员，提意见、看答复"),
    ("ah-gaoyuan", "县文明办，看全县"),
    ("ah-system", "系统管理员，管账号"),
)


@dataclass
class County:
    """The units by name and the people by account."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, account: str, at: dt.datetime) -> Actor:
        """The person as they were entitled on that day."""
        return actor_for(self.people[account].user, on=at.date())


def build_county(*, at: dt.datetime) -> County:
    """Units, posts, people, accounts and appointments, in that order."""
    county = County()
    root = actions.create_unit(None, kind=UnitKind.COUNTY, name="安和县", actor=SYSTEM)
    county.units["安和县"] = root
    for seq, (town, villages) in enumerate(VILLAGES.items(), start=1):
        unit = actions.create_unit(
            root,
            kind=UnitKind.TOWNSHIP,
            name=town,
            actor=SYSTEM,
            seq=seq,
            full_name=f"{town}文明创建工作领导小组办公室",
            document_code=f"{town[0]}创办",
        )
        county.units[town] = unit
        for number, (name, group) in enumerate(villages, start=1):
            kind = UnitKind.COMMUNITY if name.endswith("社区") else UnitKind.VILLAGE
            county.units[name] = actions.create_unit(
                unit, kind=kind, name=name, actor=SYSTEM, group=group, seq=number
            )
    for seq, (name, station) in enumerate(STATIONS, start=50):
        county.units[name] = actions.create_unit(
            county.units["云溪镇"], kind=station, name=name, actor=SYSTEM, seq=seq
        )
    _seat_people(county, at)
    return county


def _seat_people(county: County, at: dt.datetime) -> None:
    for seq, (account, (name, unit_name, title, role)) in enumerate(SEATS.items(), start=1):
        unit = county.units[unit_name]
        user, _ = create_user(account, name=name, at=at, password=PASSWORD)
        county.people[account] = _seat(unit, name, title, role, seq, user)
    for seq, (village, name) in enumerate(WITHOUT_ACCOUNT.items(), start=len(SEATS) + 1):
        _seat(county.units[village], name, "村党支部书记", "village", seq, None)
    _remember_a_change(county)


def _seat(unit: Unit, name: str, title: str, role: str, seq: int, user: User | None) -> Person:
    """A person in a post, with a telephone number made up like the name."""
    person = actions.add_person(unit, name=name, actor=SYSTEM, user=user, phone=f"1390000{seq:04d}")
    post = actions.create_post(unit, title=title, role=role, actor=SYSTEM, seq=seq)
    actions.appoint_person(person, post=post, from_date=APPOINTED, actor=SYSTEM, basis="安任〔2024〕1号")
    return person


def _remember_a_change(county: County) -> None:
    """A predecessor who left, so that the list of a past day differs from today's (A1.1)."""
    unit = county.units["云溪镇"]
    former = actions.add_person(unit, name="严旧", actor=SYSTEM)
    post = county.people["yx-liyuan"].appointments.get().post
    actions.appoint_person(
        former,
        post=post,
        from_date=dt.date(2021, 3, 1),
        to_date=APPOINTED - dt.timedelta(days=1),
        actor=SYSTEM,
        basis="云党发〔2021〕6号",
    )
