# SPDX-License-Identifier: Apache-2.0

"""The devices of heat.conf, and which of them a project may use."""

import difflib

from oslo_config import cfg

from f5_heat.config import reading
from f5_heat.config import sections


class UnknownDevice(ValueError):
    """No device of that name, or no default, in the configuration."""


class NoSuchDevice(UnknownDevice):
    """No device of that name, here or in a template."""


class NotAllowed(UnknownDevice):
    """A project may not use the device."""


def default_device(conf=cfg.CONF, project=None):
    """Return the name of the device for resources that name none.

    :param project: an isolated project, which may use some devices only.
    :raises UnknownDevice: if the configuration says none.
    """
    general = reading.section(conf)
    if project is not None:
        usable = devices_of(project, conf)
        if general.default_device in usable:
            return general.default_device
        if len(usable) == 1:
            return usable[0]
        raise NotAllowed(
            'No bigip_server is given, and this project has %s.'
            % (
                'none that it uses by default: it may use %s'
                % ', '.join(usable)
                if usable
                else 'no BIG-IP to use'
            )
        )
    if general.default_device:
        if not is_device(general.default_device, conf):
            raise UnknownDevice(
                'The default_device of heat.conf, %s, is not among its '
                'devices.' % general.default_device
            )
        return general.default_device
    if len(general.devices) == 1:
        return general.devices[0]
    raise UnknownDevice(
        'No bigip_server is given, and heat.conf has no default_device in '
        'its section [%s].' % sections.GROUP
    )


def is_device(name, conf=cfg.CONF):
    """Return whether the configuration has a device of that name."""
    return name in reading.section(conf).devices


def device(name, conf=cfg.CONF):
    """Return the section of a device.

    :raises UnknownDevice: if there is no such device, or it has no address.
    """
    read = reading.current(conf)
    if name not in read[sections.GROUP].devices:
        raise NoSuchDevice(
            '%s is neither an F5::BigIP::Device of this project nor a '
            'device in heat.conf (%s).%s'
            % (
                name,
                ', '.join(read[sections.GROUP].devices) or 'none',
                question(name, read[sections.GROUP].devices),
            )
        )
    title = sections.DEVICE_GROUP % name
    found = read[title]
    for wrong in reading.mistakes(found, title, sections.device_options):
        raise UnknownDevice(wrong)
    if not found.address or found.password is None:
        raise UnknownDevice(
            'The section [%s] of heat.conf needs an address and a password.'
            % title
        )
    return found


def question(name, names):
    """Return a question whether one of some names is meant, or nothing."""
    lower = {one.lower(): one for one in names}
    alike = difflib.get_close_matches(name.lower(), lower, 2, 0.6)
    meant = ' or '.join(sorted(lower[one] for one in alike))
    return ' Did you mean %s?' % meant if meant else ''


def devices_of(project, conf=cfg.CONF):
    """Return the names of the devices that an isolated project may use."""
    usable = []
    for name in reading.section(conf).devices:
        try:
            projects = device(name, conf).projects
        except UnknownDevice:
            continue
        if '*' in projects or project in projects:
            usable.append(name)
    return usable


def may_use(project, name, conf=cfg.CONF):
    """Return whether an isolated project may use a device of heat.conf."""
    projects = device(name, conf).projects
    return '*' in projects or project in projects


def verification(wanted=None, conf=cfg.CONF):
    """Return how the certificate of a template's device is verified.

    :param wanted: the choice of the template: True, False or None.
    :returns: False, True for the system's certificates, or a file's name.
    """
    general = reading.section(conf)
    if wanted is None:
        wanted = general.validate_certs
    return wanted and (general.ca_file or True)


def retry_timeout(name, conf=cfg.CONF):
    """Return the seconds to wait for a device, here or in a template.

    :raises UnknownDevice: if there is a section for it that makes no sense.
    """
    if is_device(name, conf):
        return device(name, conf).retry_timeout
    return reading.section(conf).retry_timeout
