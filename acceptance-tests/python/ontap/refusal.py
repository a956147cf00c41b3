"""Calls that ONTAP must refuse."""

import pytest
from netapp_ontap.error import NetAppRestError


def refusal(call, *arguments, **options):
    """Returns HTTP status and ONTAP's error code of a call that must fail."""
    with pytest.raises(NetAppRestError) as caught:
        call(*arguments, **options)
    error = caught.value.http_err_response.http_response
    return error.status_code, error.json()["error"]["code"]
