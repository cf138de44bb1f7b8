# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Every option of the package in heat.conf, and the devices they describe.

``[f5_bigip]`` lists the devices by name; each has a section of its own,
``[f5_bigip_device:NAME]``.
"""

from oslo_config import cfg

GROUP = 'f5_bigip'
DEVICE_GROUP = 'f5_bigip_device:%s'

group = cfg.OptGroup(
    GROUP, title='F5 BIG-IP',
    help='Options of the resource types for F5 BIG-IP.')

options = [
    cfg.ListOpt(
        'devices', default=[],
        help='Names of the BIG-IP devices that templates may use by name. '
             'Each is described in a section [f5_bigip_device:NAME].'),
    cfg.StrOpt(
        'default_device',
        help='Name of the device for resources that name none. By default '
             'the only device, if there is just one.'),
    cfg.BoolOpt(
        'validate_certs', default=True,
        help='Whether the certificates of devices that templates bring '
             'along are verified where the template does not say.'),
    cfg.StrOpt(
        'ca_file',
        help='File with the certificates, in PEM form, that the '
             'certificates of devices that templates bring along are '
             "verified with. By default the system's."),
    cfg.BoolOpt(
        'forget_unreachable', default=False,
        help='Whether a resource can be deleted although its BIG-IP cannot '
             'be reached: nothing takes a connection at its address, or '
             'neither the configuration nor a template describes it any '
             'more. What the resource made then stays on the BIG-IP, also '
             'if that comes back; a warning in the log names it. Switch it '
             'on to clean up after a BIG-IP that is gone for good. Without '
             'it such a delete fails, and succeeds once the BIG-IP is '
             'back.'),
    cfg.BoolOpt(
        'validate_on_device', default=False,
        help='Whether the BIG-IP is asked when a stack is previewed, or '
             'before it is created or updated: for the objects that the '
             'template refers to, the modules that it needs, and names and '
             'addresses that are taken. The BIG-IP is only read from, with '
             'no more than 150 requests for a stack. One that cannot be '
             'reached is not asked.'),
]

device_options = [
    cfg.StrOpt(
        'address',
        help='Management address of the device: a host name or an address, '
             'with :PORT behind it where that is not 443.'),
    cfg.StrOpt(
        'username', default='admin',
        help='User for iControl REST.'),
    cfg.StrOpt(
        'password', secret=True,
        help='Password of the user. A dollar sign in it is written twice: '
             '$$.'),
    cfg.StrOpt(
        'auth', default='token', choices=['token', 'basic'],
        help='How requests are authenticated: with a token from a login, '
             'or with user and password in each.'),
    cfg.StrOpt(
        'login_provider', default='tmos',
        help='Login provider for tokens, as the device names it.'),
    cfg.BoolOpt(
        'verify', default=True,
        help="Whether the device's certificate is verified. Without it "
             'anybody on the way can read the password.'),
    cfg.StrOpt(
        'ca_file',
        help='File with the certificates, in PEM form, that the '
             "device's certificate is verified with. By default the "
             "system's."),
    cfg.FloatOpt(
        'connect_timeout', default=5.0, min=0.1,
        help='Seconds to wait for a connection.'),
    cfg.FloatOpt(
        'read_timeout', default=60.0, min=0.1,
        help='Seconds to wait for an answer.'),
    cfg.IntOpt(
        'max_connections', default=8, min=1,
        help='The number of connections to the device that a heat-engine '
             'process has open at most, and so of requests at once.'),
    cfg.StrOpt(
        'partition', default='Common',
        help='Partition for resources that name none.'),
]


class UnknownDevice(ValueError):
    """No device of that name, or no default, in the configuration."""


class NoSuchDevice(UnknownDevice):
    """No device of that name, here or in a template."""


def register(conf=cfg.CONF):
    """Register the options; the devices are known after parsing."""
    conf.register_group(group)
    conf.register_opts(options, group=GROUP)


def default_device(conf=cfg.CONF):
    """The name of the device for resources that name none.

    :raises UnknownDevice: if the configuration says none.
    """
    section = conf[GROUP]
    if section.default_device:
        if not is_device(section.default_device, conf):
            raise UnknownDevice(
                'The default_device of heat.conf, %s, is not among its '
                'devices.' % section.default_device)
        return section.default_device
    if len(section.devices) == 1:
        return section.devices[0]
    raise UnknownDevice(
        'No bigip_server is given, and heat.conf has no default_device in '
        'its section [%s].' % GROUP)


def is_device(name, conf=cfg.CONF):
    """Whether the configuration has a device of that name."""
    return name in conf[GROUP].devices


def device(name, conf=cfg.CONF):
    """The section of a device.

    :raises UnknownDevice: if there is no such device, or it has no address.
    """
    if not is_device(name, conf):
        raise NoSuchDevice(
            '%s is neither an F5::BigIP::Device of this project nor a '
            'device in heat.conf (%s).' % (
                name, ', '.join(conf[GROUP].devices) or 'none'))
    title = DEVICE_GROUP % name
    conf.register_opts(device_options, group=title)
    section = conf[title]
    for option in device_options:
        try:
            section[option.name]
        except (cfg.Error, ValueError):
            # The error may show a part of the password, or a file's path.
            raise UnknownDevice(
                'The option %s in the section [%s] of heat.conf cannot be '
                'read.' % (option.name, title)) from None
    if not section.address or section.password is None:
        raise UnknownDevice(
            'The section [%s] of heat.conf needs an address and a password.'
            % title)
    return section


def problems(conf=cfg.CONF):
    """Yield a sentence for each device that cannot be used as it stands."""
    checks = [(device, name) for name in conf[GROUP].devices]
    if conf[GROUP].default_device:
        checks.append((lambda name, conf: default_device(conf), None))
    for check, name in checks:
        try:
            check(name, conf)
        except UnknownDevice as error:
            yield str(error)


def verification(wanted=None, conf=cfg.CONF):
    """How the certificate of a template's device is verified.

    :param wanted: what the template says: True, False or None.
    :returns: False, True for the system's certificates, or a file's name.
    """
    section = conf[GROUP]
    if wanted is None:
        wanted = section.validate_certs
    return wanted and (section.ca_file or True)


def list_opts():
    """The options, for oslo-config-generator."""
    return [(group, options),
            (cfg.OptGroup(DEVICE_GROUP % 'NAME',
                          help='A device, one such section for each name.'),
             device_options)]
