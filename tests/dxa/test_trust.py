"""Connections that we open are checked, and what cannot be used is said before."""

import ssl

import pytest

from dxa.errors import SettingsError
from dxa.settings.trust import trusting


def test_other_side_is_checked_with_tls_1_2_or_newer():
    context = trusting(None, None, None)

    assert (ssl.CERT_REQUIRED, True) == (context.verify_mode, context.check_hostname)
    assert ssl.TLSVersion.TLSv1_2 == context.minimum_version


@pytest.mark.parametrize("places", [(0,), (1, 2)], ids=["authorities", "certificate"])
@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_file_that_cannot_be_used_is_a_fault_of_the_settings(tmp_path, places, content):
    file = tmp_path / "file.pem"
    if content is not None:
        file.write_bytes(content)
    files = [file if number in places else None for number in range(3)]

    with pytest.raises(SettingsError, match="cannot be read"):
        trusting(*files)
