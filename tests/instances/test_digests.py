"""The digest of an instance: that of its canonical form, kept, and never a copy's."""

from hashlib import sha256

from bianzu.instances import generate
from bianzu.models import Instance, canonical_json, digest


def test_an_instance_keeps_its_digest_and_copies_have_their_own() -> None:
    instance = generate(size="micro", seed=1)
    first = digest(instance)
    assert first == sha256(canonical_json(instance)).hexdigest()
    assert digest(instance) is first
    copied = instance.model_copy(update={"title": "another"})
    assert digest(copied) == sha256(canonical_json(copied)).hexdigest() != first
    assert digest(instance.model_copy(update={"title": instance.title})) == first


def test_a_kept_digest_is_no_part_of_the_instance() -> None:
    instance = generate(size="micro", seed=1)
    text = instance.model_dump_json(by_alias=True)
    digest(instance)
    assert instance.model_dump_json(by_alias=True) == text
    assert instance == Instance.model_validate_json(text)
