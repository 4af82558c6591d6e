"""Settings of the DICOM listener that would expose patient data, or mean nothing, stop the start."""

import pytest

from dxa.errors import SettingsError
from dxa.settings import settings_from
from dxa.settings.dicom import Peer

OPEN = {"OSTEON_DICOM_HOST": "192.0.2.7"}
CALLERS = {"OSTEON_DICOM_ALLOWED_CALLERS": "DXA1, DXA2"}
HOSTS = {"OSTEON_DICOM_ALLOWED_HOSTS": "10.1.0.0/16"}


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        (OPEN, "ALLOWED_CALLERS"),
        (OPEN | CALLERS, "ALLOWED_HOSTS"),
        (OPEN | HOSTS, "ALLOWED_CALLERS"),
        ({"OSTEON_DICOM_TLS_KEY": "k"}, "TLS_CERTIFICATE"),
        ({"OSTEON_DICOM_TLS_CLIENTS": "k"}, "TLS_CERTIFICATE"),
        ({"OSTEON_DICOM_AE": "SEVENTEEN LETTERS"}, "title"),
        ({"OSTEON_DICOM_ALLOWED_CALLERS": "A\\B"}, "title"),
        ({"OSTEON_DICOM_ALLOWED_HOSTS": "ward7"}, "network"),
        ({"OSTEON_DICOM_COMMITMENT_PEERS": "DXA1:10.0.0.1"}, "AE@host:port"),
    ],
)
def test_unsafe_or_meaningless_settings_stop_the_start(environment, named):
    with pytest.raises(SettingsError, match=named):
        settings_from(environment)


def test_open_listener_with_both_lists_starts():
    settings = settings_from(OPEN | CALLERS | HOSTS).dicom

    assert ("DXA1", "DXA2") == settings.allowed_callers
    assert ("10.1.0.0/16",) == settings.allowed_hosts


def test_peers_are_read():
    settings = settings_from({"OSTEON_DICOM_COMMITMENT_PEERS": "DXA1@ward7:104, DXA 2@[::1]:11113"}).dicom

    assert (
        Peer(ae_title="DXA1", host="ward7", port=104),
        Peer(ae_title="DXA 2", host="::1", port=11113),
    ) == settings.peers()
