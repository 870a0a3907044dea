"""The domain's packages (nouns) and their declarations."""

import tomllib
from pathlib import Path

from sessions_app.apps import NOUNS, declarations
from sessions_app.core.policies import every_policy
from sessions_app.mail.kinds import MAIL_KINDS

BASE = Path(__file__).parents[2]
#: Packages whose names Django requires.
DJANGOS = {"management", "migrations", "models", "templatetags"}


def contracts():
    settings = tomllib.loads((BASE / "pyproject.toml").read_text())
    return {each["id"]: each for each in settings["tool"]["importlinter"]["contracts"]}


def test_every_package_is_a_noun_that_declares_itself():
    packages = {path.parent.name for path in (BASE / "sessions_app").glob("*/__init__.py")}

    assert packages - DJANGOS == set(NOUNS)


def test_nouns_are_listed_in_the_order_of_the_import_contract():
    floors = [floor.split(" | ") for floor in contracts()["nouns"]["layers"][1:]]
    from_the_ground_up = [set(floor) for floor in reversed(floors)]

    position = 0
    for floor in from_the_ground_up:
        assert set(NOUNS[position : position + len(floor)]) == floor
        position += len(floor)
    assert position == len(NOUNS)


def test_layers_are_held_inside_every_noun():
    assert set(contracts()["layers"]["containers"]) == {f"sessions_app.{noun}" for noun in NOUNS}


def test_what_nouns_declare_is_registered():
    declared = [policy for module in declarations("policies") for policy in module.POLICIES]
    kinds = [name for module in declarations("mail_kinds") for name in module.MAIL_KINDS]

    assert list(every_policy()) == declared
    assert list(MAIL_KINDS) == kinds
    assert len(kinds) == len(set(kinds)) > 0
