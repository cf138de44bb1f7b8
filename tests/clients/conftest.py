# SPDX-License-Identifier: Apache-2.0

"""The simulated BIG-IP of the simulator's own tests."""

from tests.simulator import conftest

shared_bigip = conftest.shared_bigip
bigip = conftest.bigip
rest = conftest.rest
release = conftest.release
iapp = conftest.iapp
