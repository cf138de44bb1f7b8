# SPDX-License-Identifier: Apache-2.0

"""The isolation of projects: their partitions and route domains."""

import functools
import re

from oslo_config import cfg

from f5_heat.config import devices
from f5_heat.config import reading
from f5_heat.config import sections


class Unclear(devices.UnknownDevice):
    """The configuration does not say where a project has to stay."""


def is_isolated(conf=cfg.CONF):
    """Return whether projects are isolated."""
    return reading.section(conf).isolation


def partition_of(project, conf=cfg.CONF):
    """Return the name of the partition of an isolated project.

    :raises Unclear: if the configuration gives it none.
    """
    general = reading.section(conf)
    if not re.fullmatch(r'[\w-]+', project or '', re.ASCII):
        raise Unclear(
            'The project %r has no id of which the name of a partition can '
            'be made.' % project
        )
    name = general.project_partitions.get(project)
    if name is None:
        _check_pattern(general)
        name = general.project_partition.replace('%(project_id)s', project)
    if not re.fullmatch(r'[A-Za-z][\w.-]*', name, re.ASCII) or (
        name == 'Common'
    ):
        raise Unclear(
            'The partition %r of the project %s, in the section [%s] of '
            'heat.conf, is not the name of a partition of its own.'
            % (name, project, sections.GROUP)
        )
    return name


def _check_pattern(general):
    pattern = general.project_partition
    if pattern.count('%(project_id)s') != 1 or not re.fullmatch(
        r'[\w.-]*', pattern.replace('%(project_id)s', ''), re.ASCII
    ):
        raise Unclear(
            'The option project_partition in the section [%s] of heat.conf '
            'has to be a name with %%(project_id)s in it, once.'
            % sections.GROUP
        )


def route_domain_of(project, conf=cfg.CONF):
    """Return the number of the route domain of an isolated project, or None.

    :raises Unclear: if the configuration says no number.
    """
    number = reading.section(conf).project_route_domains.get(project)
    if number is not None and not (
        re.fullmatch(r'\d{1,5}', number, re.ASCII) and int(number) <= 65534
    ):
        raise Unclear(
            'The option project_route_domains in the section [%s] of '
            'heat.conf has %r for the project %s, which is no number from 0 '
            'to 65534.' % (sections.GROUP, number, project)
        )
    return None if number is None else int(number)


def problems(conf=cfg.CONF):
    """Yield a sentence for each project that cannot be isolated."""
    general = reading.section(conf)
    if not general.isolation:
        return
    checks = [lambda: _check_pattern(general)]
    for project in general.project_partitions:
        checks.append(functools.partial(partition_of, project, conf))
    for project in general.project_route_domains:
        checks.append(functools.partial(route_domain_of, project, conf))
    for check in checks:
        try:
            check()
        except Unclear as error:
            yield str(error)
