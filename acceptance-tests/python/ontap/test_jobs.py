"""Jobs: the answer to a call that starts one, and how the job ends."""

import pytest
from netapp_ontap.error import NetAppRestError
from netapp_ontap.resources import Job, Svm


def new(name):
    return Svm.from_dict({"name": name, "aggregates": [{"name": "aggr1"}]})


def test_a_call_that_does_not_wait_returns_a_job_that_succeeds():
    made = new("svm_2")
    answer = made.post(poll=False, return_timeout=0)
    assert answer.http_response.status_code == 202
    made.poll(interval=0.05, timeout=10)
    job = Job(uuid=answer.http_response.json()["job"]["uuid"])
    job.get(fields="*")
    assert (job.state, job.description.split(" ")[0]) == ("success", "POST")
    assert Svm.find(name="svm_2") is not None


def test_a_call_that_waits_returns_after_the_job():
    answer = new("svm_2").post(poll=False, return_timeout=15)
    assert answer.http_response.status_code in (200, 201)
    assert Svm.find(name="svm_2") is not None


def test_a_failed_job_reports_the_reason(simulator):
    effect = {"kind": "fail_job", "code": 13434894, "message": "The job was made to fail."}
    simulator.fault(effect, method="POST", path="/api/svm/svms")
    with pytest.raises(NetAppRestError) as caught:
        new("svm_2").post(poll=True)
    assert "The job was made to fail." in str(caught.value)
    assert Svm.find(name="svm_2") is None
    failed = [job for job in Job.get_collection(fields="*") if job.state == "failure"]
    assert [job.code for job in failed] == [13434894]


def test_a_busy_cluster_is_distinguished_from_a_refusal(simulator):
    effect = {"kind": "error", "status": 503, "code": "7", "message": "Busy."}
    simulator.fault(effect, side="ontap", method="GET", path="/api/svm/svms")
    with pytest.raises(NetAppRestError) as caught:
        list(Svm.get_collection())
    assert caught.value.http_err_response.http_response.status_code == 503
    assert list(Svm.get_collection())
