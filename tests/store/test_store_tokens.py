"""Tokens and login codes: shown once, kept as digests, spent once."""

import pytest
from sqlalchemy import select

from dxa.errors import InvalidRequest, NotFound
from store.records import Token
from store.tables import LOGIN_CODES, TOKENS
from tests.store.situations import NOW, later


def test_token_is_known_by_its_secret_until_revoked(store):
    secret = store.create_token("pacs", "sender", NOW)

    assert Token(name="pacs", role="sender") == store.token_by_secret(secret)
    assert (Token(name="pacs", role="sender"),) == store.tokens()
    store.revoke_token("pacs", later(1))
    assert store.token_by_secret(secret) is None
    assert store.tokens() == ()
    with pytest.raises(NotFound):
        store.revoke_token("pacs", later(2))


@pytest.mark.parametrize("secret", ["", "x", "\x00", "\ud800", "ü"])
def test_guess_is_nobodys_secret(store, secret):
    store.create_token("pacs", "sender", NOW)

    assert store.token_by_secret(secret) is None
    assert store.use_login_code(secret, NOW) is None


def test_name_is_used_once(store):
    store.create_token("pacs", "sender", NOW)
    store.revoke_token("pacs", NOW)

    with pytest.raises(InvalidRequest):
        store.create_token("pacs", "admin", NOW)


def test_login_code_is_spent_by_its_use(store):
    code = store.create_login_code("owner", "admin", NOW, 60)

    assert Token(name="owner", role="admin") == store.use_login_code(code, later(59))
    assert store.use_login_code(code, later(59)) is None


def test_login_code_expires(store):
    code = store.create_login_code("owner", "admin", NOW, 60)

    assert store.use_login_code(code, later(60)) is None


def test_no_secret_stands_in_the_database(store):
    secrets = (store.create_token("pacs", "sender", NOW), store.create_login_code("owner", "admin", NOW, 60))
    rows = store.read(lambda c: [*c.execute(select(TOKENS)).all(), *c.execute(select(LOGIN_CODES)).all()])

    assert len(rows) == 2
    assert not [secret for secret in secrets if secret in repr(rows)]
