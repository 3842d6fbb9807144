"""Reading people: the list, one person with posts, delegations and secondments, and who is offered while typing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from axes.models import AccessAttempt
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext

from chuangcheng.core.access import Actor
from chuangcheng.core.crypto import blind_indexes, decrypt
from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.ids import MOST_KEY
from chuangcheng.core.phones import mask_phone, normalise_phone
from chuangcheng.core.times import now
from chuangcheng.orgs.access import VIEW_UNITS, people_where, units_where, within
from chuangcheng.orgs.models import Delegation, Person, Post, Secondment, Unit
from chuangcheng.orgs.policies import LOCK_AFTER_FAILURES, LOCK_MINUTES
from chuangcheng.orgs.queries.units import current

MOST_OPTIONS = 20  # offered while typing
MOST_OF_A_UNIT = 500  # offered in a form: our choice


@dataclass(frozen=True)
class PeopleFilter:
    """What a list of people shows."""

    words: str = ""
    unit_id: int | None = None  # the unit and all below
    role_id: int | None = None
    duty: str = ""
    view: str = ""  # no_post, seconded, no_password, locked, inactive; empty: everybody who works here


@dataclass(frozen=True)
class PersonPage:
    """A person with what belongs to them."""

    person: Person
    masked_phone: str
    present: Sequence[Post]  # today and later
    before: Sequence[Post]
    given: Sequence[Delegation]  # others act for this person
    held: Sequence[Delegation]  # this person acts for others
    secondments: Sequence[Secondment]
    is_locked: bool
    has_password: bool


def people_for(actor: Actor, chosen: PeopleFilter, *, today: date) -> QuerySet[Person]:
    """The people that the list shows, by name, with the posts they hold today; two queries."""
    people = people_where(actor, VIEW_UNITS)
    posts = Post.objects.filter(current(today), person=OuterRef("pk"))
    if chosen.unit_id is not None:
        root = Unit.objects.filter(pk=chosen.unit_id).values_list("path", flat=True).first()
        people = people.filter(Exists(posts.filter(within("unit__path", frozenset({root or "-"})))))
    if chosen.role_id is not None:
        people = people.filter(Exists(posts.filter(role=chosen.role_id)))
    if chosen.duty:
        people = people.filter(Exists(posts.filter(duty=chosen.duty)))
    if chosen.words.strip():
        people = people.filter(_matching(chosen.words.strip()))
    shown = Post.objects.filter(current(today)).select_related("unit", "role").order_by("duty", "pk")
    return _in_view(people, chosen.view, posts).prefetch_related(Prefetch("posts", shown, to_attr="present_posts"))


def person_page(person: Person, *, today: date) -> PersonPage:
    """The person with all that belongs to them; a constant number of queries."""
    posts = list(person.posts.select_related("unit", "role", "handed_over_to__person").order_by("-starts_on", "-pk"))
    ended = [post for post in posts if post.ends_on is not None and post.ends_on < today]
    return PersonPage(
        person=person,
        masked_phone=masked_phone(person),
        present=[post for post in posts if post not in ended],
        before=[post for post in ended if post.ends_on is not None and post.starts_on <= post.ends_on],
        given=list(person.delegations_given.select_related("acting").order_by("-starts_on")),
        held=list(person.delegations_held.select_related("absent").order_by("-starts_on")),
        secondments=list(person.secondments.select_related("from_unit", "to_unit").order_by("-starts_on")),
        is_locked=bool(locked_usernames([person.username])),
        has_password=person.has_usable_password(),
    )


def post_for(actor: Actor, post_id: int) -> Post:
    """The post, when the actor may see its unit; NotFound when absent or not theirs."""
    visible = within("unit__path", actor.roots(VIEW_UNITS))
    post = Post.objects.filter(visible, pk=post_id).select_related("person", "unit", "role").first()
    if post is None:
        raise NotFound(gettext("没有找到该任职，请从人员页面进入。"))
    return post


def person_options(*, actor: Actor, words: str) -> list[Person]:
    """Active people to choose from while typing, at most MOST_OPTIONS, those that begin with the words first."""
    people = people_where(actor, VIEW_UNITS).filter(is_active=True)
    found = people.filter(_matching(words.strip())) if words.strip() else people
    most = list(found.order_by("name", "pk")[: MOST_OPTIONS * 5])
    return sorted(most, key=lambda person: not person.name.startswith(words.strip()))[:MOST_OPTIONS]


def masked_phone(person: Person) -> str:
    """The phone as everybody may see it, such as 138****1234; "" when there is none."""
    return mask_phone(decrypt(bytes(person.phone_encrypted))) if person.phone_encrypted else ""


def locked_usernames(among: Iterable[str] | None = None) -> set[str]:
    """Log-in names with too many failed sign-ins lately; of those given, or of all."""
    lately = AccessAttempt.objects.filter(attempt_time__gte=now() - timedelta(minutes=_lock_minutes()))
    if among is not None:
        lately = lately.filter(username__in=list(among))
    failures = lately.values("username").annotate(failures=Sum("failures_since_start"))
    limit = LOCK_AFTER_FAILURES.on(now().date())
    return set(failures.filter(failures__gte=limit).values_list("username", flat=True))


def heads_of(unit_ids: Iterable[int], *, today: date) -> dict[int, list[Post]]:
    """Who answers for each unit on that day: first responsible person, leader in charge, liaison, in this order."""
    duties = (Post.Duty.HEAD, Post.Duty.LEADER, Post.Duty.LIAISON)
    posts = Post.objects.filter(current(today), unit__in=set(unit_ids), duty__in=duties, person__is_active=True)
    found: dict[int, list[Post]] = {}
    for post in sorted(posts.select_related("person"), key=lambda post: duties.index(Post.Duty(post.duty))):
        found.setdefault(post.unit_id, []).append(post)
    return found


def first_responsible_name(unit_id: int, *, today: date) -> str:
    """Who is the first responsible person of a unit on that day; empty where nobody is entered. One query."""
    posts = heads_of([unit_id], today=today).get(unit_id, [])
    return next((post.person.name for post in posts if post.duty == Post.Duty.HEAD), "")


def posts_between(unit_id: int, *, first: date, last: date) -> list[Post]:
    """The posts of a unit that were held on a day of a period, the head first, then the latest. One query."""
    held = Post.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first), unit=unit_id, starts_on__lte=last)
    duties = list(Post.Duty)
    rows = held.select_related("person", "unit").defer("unit__boundary").order_by("-starts_on", "pk")
    return sorted(rows, key=lambda post: duties.index(Post.Duty(post.duty)))


def working_people(person_ids: Iterable[int]) -> set[int]:
    """Of these ids those of people who can sign in. One query."""
    return set(Person.objects.filter(pk__in=set(person_ids), is_active=True).values_list("pk", flat=True))


def people_called(names: Iterable[str], *, today: date) -> dict[str, set[tuple[int, str]]]:
    """Those who work here under a name: id, and tree path of each unit in which they hold a post. One query."""
    found: dict[str, set[tuple[int, str]]] = {}
    held = Post.objects.filter(current(today), person__name__in=set(names), person__is_active=True)
    for name, person_id, path in held.values_list("person__name", "person_id", "unit__path"):
        found.setdefault(name, set()).add((person_id, path))
    return found


def people_within(unit_path: str, *, today: date) -> dict[int, str]:
    """Names of the active people who hold a post in a unit or below it, by id, by name; at most 500. One query."""
    held = Post.objects.filter(current(today), within("unit__path", frozenset({unit_path})), person__is_active=True)
    rows = held.order_by("person__name", "person_id").values_list("person_id", "person__name").distinct()
    return dict(rows[:MOST_OF_A_UNIT])


def post_paths_of(person_ids: Iterable[int], *, today: date) -> dict[int, set[str]]:
    """Tree paths of the units in which people hold a post on that day. One query."""
    found: dict[int, set[str]] = {}
    held = Post.objects.filter(current(today), person__in=set(person_ids), person__is_active=True)
    for person_id, path in held.values_list("person_id", "unit__path"):
        found.setdefault(person_id, set()).add(path)
    return found


def people_of_units(unit_ids: Iterable[int], *, duties: Iterable[str], today: date) -> dict[int, list[int]]:
    """Ids of the active people who hold one of the duties in each unit on that day; for notices."""
    held = Post.objects.filter(current(today), unit__in=set(unit_ids), duty__in=list(duties), person__is_active=True)
    found: dict[int, list[int]] = {}
    for unit_id, person_id in held.order_by("pk").values_list("unit_id", "person_id"):
        found.setdefault(unit_id, []).append(person_id)
    return found


def units_of_people(person_ids: Iterable[int], *, today: date) -> dict[int, int]:
    """The unit of each person's first post on that day; who holds none is absent. One query."""
    held = Post.objects.filter(current(today), person__in=set(person_ids)).order_by("-pk")
    return dict(held.values_list("person_id", "unit_id"))


def liaisons_of_units(unit_ids: Iterable[int], *, today: date) -> dict[int, list[int]]:
    """Ids of the liaison officers of each unit on that day; of a unit without any, of its heads. One query."""
    by_duty: dict[str, dict[int, list[int]]] = {Post.Duty.HEAD: {}, Post.Duty.LIAISON: {}}
    held = Post.objects.filter(current(today), unit__in=set(unit_ids), duty__in=by_duty, person__is_active=True)
    for duty, unit_id, person_id in held.order_by("pk").values_list("duty", "unit_id", "person_id"):
        by_duty[duty].setdefault(unit_id, []).append(person_id)
    return by_duty[Post.Duty.HEAD] | by_duty[Post.Duty.LIAISON]


def leaders_in_charge(*, today: date) -> dict[int, tuple[int, str]]:
    """The leader in charge (分管领导) of each unit that has one on that day: id and name; the first of several."""
    held = Post.objects.filter(current(today), duty=Post.Duty.LEADER, person__is_active=True)
    found: dict[int, tuple[int, str]] = {}
    for unit_id, person_id, name in held.order_by("pk").values_list("unit_id", "person_id", "person__name"):
        found.setdefault(unit_id, (person_id, name))
    return found


def person_names(person_ids: Iterable[int]) -> dict[int, str]:
    """Names of people by id; also of those who have left."""
    keys = {key for key in person_ids if key <= MOST_KEY}
    return dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))


def visible_unit_ids(actor: Actor, unit_ids: Iterable[str]) -> set[str]:
    """Of these units, those that the actor may see; one query."""
    wanted = [int(unit_id) for unit_id in unit_ids]
    return {str(pk) for pk in units_where(actor, VIEW_UNITS).filter(pk__in=wanted).values_list("pk", flat=True)}


def visible_person_ids(actor: Actor, person_ids: Iterable[str]) -> set[str]:
    """Of these people, those that the actor may see; one query."""
    wanted = [int(person_id) for person_id in person_ids]
    return {str(pk) for pk in people_where(actor, VIEW_UNITS).filter(pk__in=wanted).values_list("pk", flat=True)}


def _lock_minutes() -> int:
    return LOCK_MINUTES.on(now().date())


def _matching(typed: str) -> Q:
    words = typed.replace("\0", "")  # PostgreSQL takes none
    found = Q(name__icontains=words) | Q(username__icontains=Person.normalize_username(words))
    try:
        phone = normalise_phone(words)
    except Refusal:
        return found
    return found | Q(phone_index__in=blind_indexes(phone))


def _in_view(people: QuerySet[Person], view: str, posts: QuerySet[Post]) -> QuerySet[Person]:
    if view == "inactive":
        return people.filter(is_active=False).order_by("name", "pk")
    active = people.filter(is_active=True).order_by("name", "pk")
    if view == "no_post":
        return active.exclude(Exists(posts))
    if view == "seconded":
        return active.filter(Exists(posts.filter(secondment__isnull=False)))
    if view == "no_password":
        return active.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return active.filter(username__in=locked_usernames()) if view == "locked" else active
