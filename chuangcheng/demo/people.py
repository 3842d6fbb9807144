"""The people of the demo district: 400 with posts of all roles, and one log-in for each role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from chuangcheng.core.crypto import blind_index, encrypt
from chuangcheng.core.times import now
from chuangcheng.demo.dice import dice
from chuangcheng.demo.names import person_name
from chuangcheng.demo.units import Units
from chuangcheng.orgs.models import Person, Post, Role, Unit

PASSWORD = "Yunlan-2026"  # noqa: S105 - of the fictional demo district only, printed at start
TOTAL = 400
WITHOUT_LIAISON = 0.3  # of villages and resident units

DESK = "intake_desk"


@dataclass(frozen=True)
class LogIn:
    """One person whom a visitor of the demo can be."""

    username: str
    role: str
    words: str


LOG_INS = [
    LogIn("chuangchengban", "creation_office", "创城办"),
    LogIn("dudao", "supervision", "督导组"),
    LogIn("duchashi", "government_supervision", "政府督查室"),
    LogIn("jianchayuan", "inspector", "检查员"),
    LogIn("fuzeren", "unit_head", "单位负责人（区城管局）"),
    LogIn("lianluoyuan", "liaison", "联络员（区城管局）"),
    LogIn("jiedao", "liaison", "联络员（东关街道）"),
    LogIn("cailiaoyuan", "material_officer", "材料员（区教体局）"),
    LogIn("jiexiangzhang", "lane_chief", "街巷长（东关街道）"),
    LogIn("lingdao", "leader", "领导"),
    LogIn("xitong", "system_admin", "系统管理员"),
    LogIn("anquan", "security_admin", "安全管理员"),
    LogIn("shenji", "auditor", "审计员"),
    LogIn("disanfang", "third_party", "第三方测评"),
    LogIn("qunzhong", "public", "群众"),
    LogIn("shouliyuan", "intake_desk", "受理员"),
]


@dataclass
class People:
    """Who is who."""

    by_username: dict[str, Person] = field(default_factory=dict)
    inspectors: list[Person] = field(default_factory=list)
    leaders: list[Person] = field(default_factory=list)
    stewards: list[Person] = field(default_factory=list)
    stewards_of: dict[int, list[Person]] = field(default_factory=dict)  # by street
    liaisons: dict[int, Person] = field(default_factory=dict)  # by unit


PHONE_PREFIX = "1540000"  # made up: to our knowledge no number that begins with 154 has been given out


class Roll:
    """Collects people and posts, and writes them in two statements."""

    def __init__(self, today: date) -> None:
        self.rng: Random = dice("people")
        self.roles = {role.code: role for role in Role.objects.all()}
        self.password = make_password(PASSWORD)
        self.since = today - timedelta(days=400)
        self.people: list[Person] = []
        self.posts: list[tuple[Person, Unit, str, str, str]] = []
        self.at = now()

    def person(self, username: str = "") -> Person:
        """A new person; without a username a running one. The number is made up."""
        phone = f"{PHONE_PREFIX}{len(self.people) + 1:04d}"
        made = Person(
            username=username or f"yl{len(self.people) + 1:04d}",
            name=person_name(self.rng),
            password=self.password,
            password_changed_at=self.at,
            phone_encrypted=encrypt(phone),
            phone_index=blind_index(phone),
        )
        self.people.append(made)
        return made

    def post(self, person: Person, unit: Unit, role: str, duty: str = Post.Duty.STAFF, title: str = "") -> Person:
        """Gives the person a post; gives the person back."""
        self.posts.append((person, unit, role, duty, title))
        return person

    def write(self) -> None:
        """Writes everything."""
        Person.objects.bulk_create(self.people, batch_size=500)
        Post.objects.bulk_create(
            [
                Post(
                    person=person,
                    unit=unit,
                    role=self.roles.get(role),
                    duty=duty,
                    title=title,
                    starts_on=self.since,
                )
                for person, unit, role, duty, title in self.posts
            ],
            batch_size=500,
        )


def make_people(units: Units, today: date) -> People:
    """All people with posts that hold since about a year."""
    roll, found = Roll(today), People()
    _log_ins(roll, units, found)
    for unit in units.every():
        _staff_of(roll, unit, found)
    _leading_group(roll, units, found)
    inspectors = [roll.post(roll.person(), units.office, "inspector", title="检查员") for _index in range(29)]
    found.inspectors += inspectors
    for unit in units.streets:
        chiefs = [roll.post(roll.person(), unit, "lane_chief", title="街巷长") for _index in range(5)]
        found.stewards += chiefs
        found.stewards_of.setdefault(unit.pk, []).extend(chiefs)
    found.by_username["shouliyuan"] = roll.post(roll.person("shouliyuan"), units.office, DESK, title="受理员")
    while len(roll.people) < TOTAL:
        roll.post(roll.person(), roll.rng.choice(units.communities), "material_officer", title="网格员")
    roll.write()
    return found


def _log_ins(roll: Roll, units: Units, found: People) -> None:
    place, office, cgj = units.place, units.office, units.bureaus["CGJ"]
    where: dict[str, tuple[Unit, str]] = {
        "chuangchengban": (office, Post.Duty.STAFF),
        "dudao": (units.sections[-1], Post.Duty.STAFF),
        "duchashi": (place, Post.Duty.STAFF),
        "jianchayuan": (office, Post.Duty.STAFF),
        "fuzeren": (cgj, Post.Duty.HEAD),
        "lianluoyuan": (cgj, Post.Duty.LIAISON),
        "jiedao": (units.streets[0], Post.Duty.LIAISON),
        "cailiaoyuan": (units.bureaus["JTJ"], Post.Duty.STAFF),
        "jiexiangzhang": (units.streets[0], Post.Duty.STAFF),
        "disanfang": (units.assessors or office, Post.Duty.STAFF),
    }
    for log_in in LOG_INS:
        if log_in.role == DESK:
            continue  # drawn last, so that everybody else keeps their name
        unit, duty = where.get(log_in.username, (place, Post.Duty.STAFF))
        person = roll.person(log_in.username)
        found.by_username[log_in.username] = roll.post(person, unit, log_in.role, duty, log_in.words.split("（")[0])
        if duty == Post.Duty.LIAISON:
            found.liaisons[unit.pk] = person
    found.inspectors.append(found.by_username["jianchayuan"])
    found.stewards.append(found.by_username["jiexiangzhang"])
    found.stewards_of[units.streets[0].pk] = [found.by_username["jiexiangzhang"]]
    found.leaders.append(found.by_username["lingdao"])


def _staff_of(roll: Roll, unit: Unit, found: People) -> None:
    """A head and a liaison for every unit that has none among the log-ins; a few units lack one, as in life."""
    taken = {duty for _person, where, _role, duty, _title in roll.posts if where.pk == unit.pk}
    is_gap = unit.kind in {Unit.Kind.VILLAGE, Unit.Kind.RESIDENT} and roll.rng.random() < WITHOUT_LIAISON
    if Post.Duty.HEAD not in taken and unit.kind not in {Unit.Kind.PLACE, Unit.Kind.LEADING_GROUP}:
        roll.post(roll.person(), unit, "unit_head", Post.Duty.HEAD, "主要负责人")
    if Post.Duty.LIAISON not in taken and not is_gap and unit.kind != Unit.Kind.PLACE:
        found.liaisons[unit.pk] = roll.post(roll.person(), unit, "liaison", Post.Duty.LIAISON, "联络员")


def _leading_group(roll: Roll, units: Units, found: People) -> None:
    if units.group is None:
        return
    for duty, count in ((Post.Duty.GROUP_HEAD, 2), (Post.Duty.GROUP_DEPUTY, 4), (Post.Duty.GROUP_MEMBER, 6)):
        for _index in range(count):
            person = roll.post(roll.person(), units.group, "leader", duty)
            found.leaders.append(person)
