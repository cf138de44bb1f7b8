# SPDX-License-Identifier: Apache-2.0

"""The search of heat.conf for options that cannot be used."""

from oslo_config import cfg

from f5_heat.config import devices
from f5_heat.config import isolation
from f5_heat.config import reading
from f5_heat.config import sections


def problems(conf=cfg.CONF):
    """Yield a sentence for each part of heat.conf that cannot be used."""
    yield from isolation.problems(conf)
    yield from reading.mistakes(
        reading.section(conf), sections.GROUP, sections.options
    )
    checks = [(devices.device, name) for name in reading.section(conf).devices]
    if reading.section(conf).default_device:
        checks.append((lambda name, conf: devices.default_device(conf), None))
    for check, name in checks:
        try:
            check(name, conf)
        except devices.UnknownDevice as error:
            yield str(error)
