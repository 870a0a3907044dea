"""Access tokens: enough entropy, and each valid for one purpose only."""

from sessions_app.core.tokens import derive_token, make_nonce


def test_nonce_has_128_bits_that_are_drawn():
    drawn = [int(make_nonce(), 16) for _ in range(500)]

    assert len(set(drawn)) == 500
    assert max(drawn) < 2**128
    # A bit that is always the same adds no entropy.
    assert [place for place in range(128) if len({each >> place & 1 for each in drawn}) < 2] == []


def test_token_keeps_the_strength_of_its_nonce_and_serves_one_purpose():
    nonce = make_nonce()
    tokens = {derive_token(purpose=purpose, nonce=nonce) for purpose in ("calendar", "offer")}

    assert len(tokens) == 2
    assert {len(token) for token in tokens} == {43}  # 256 bits of SHA-256 in base64
