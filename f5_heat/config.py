# SPDX-License-Identifier: Apache-2.0

"""Every option of the package in heat.conf, and the devices they describe.

``[f5_bigip]`` lists the devices by name; each has a section of its own,
``[f5_bigip_device:NAME]``. What was read is kept until Heat reads its files
again.
"""

import functools
import ipaddress
import re

from oslo_config import cfg
from oslo_config import types
from oslo_log import log as logging

LOG = logging.getLogger(__name__)

GROUP = 'f5_bigip'
DEVICE_GROUP = 'f5_bigip_device:%s'

#: The host itself, its link, groups of hosts, and the metadata of clouds that
#: keep them elsewhere than on the link.
BLOCKED = (
    '0.0.0.0/8',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '224.0.0.0/4',
    '100.100.100.200/32',
    '192.0.0.192/32',
    '::/128',
    '::1/128',
    'fe80::/10',
    'fd00:ec2::254/128',
    'ff00::/8',
)

# A BIG-IP takes up to ten minutes to restart.
RETRY_TIMEOUT = 900.0


class FormOption(types.String):
    """A text that says what would be right when it is wrong."""

    expected = None

    def __call__(self, value):
        value = super().__call__(value)
        if not self.fits(value):
            # The value is not shown: it may be an URL with a password.
            raise ValueError('it is not %s' % self.expected)
        return value

    def fits(self, value):
        """Whether the text has the form."""
        raise NotImplementedError


class NetworkOption(FormOption):
    """The addresses with a common prefix."""

    expected = 'a network, such as 192.0.2.0/24 or 2001:db8::/32'

    def fits(self, value):
        try:
            ipaddress.ip_network(value)
        except ValueError:
            return False
        return True


class LocationOption(FormOption):
    """Where a device is."""

    expected = (
        'a host name or an address, with :PORT behind it if need be, '
        'such as 192.0.2.1 or [2001:db8::1]:8443'
    )

    def fits(self, value):
        # Not above: heat-engine's start would take longer.
        from f5_heat.icontrol.transport import hosts

        return hosts.is_location(
            value.removeprefix('https://').removesuffix('/')
        )


class Fingerprint(FormOption):
    """Which certificate a device shows."""

    expected = (
        'a SHA-256 fingerprint, which is 64 hexadecimal digits with '
        'or without colons between the bytes'
    )

    def fits(self, value):
        return bool(
            re.fullmatch('[0-9a-fA-F]{2}(:?[0-9a-fA-F]{2}){31}', value)
        )


group = cfg.OptGroup(
    GROUP,
    title='F5 BIG-IP',
    help='Options of the resource types for F5 BIG-IP.',
)

options = [
    cfg.ListOpt(
        'devices',
        default=[],
        sample_default='prod',
        help='Names of the BIG-IP devices that templates may use by name. '
        'Each is described in a section [f5_bigip_device:NAME].',
    ),
    cfg.StrOpt(
        'default_device',
        sample_default='prod',
        help='Name of the device for resources that name none. By default '
        'the only device, if there is just one.',
    ),
    cfg.BoolOpt(
        'validate_certs',
        default=True,
        help='Whether the certificates of devices that templates bring '
        'along are verified where the template does not say.',
    ),
    cfg.StrOpt(
        'ca_file',
        sample_default='/etc/heat/bigip-ca.pem',
        help='File with the certificates, in PEM form, that the '
        'certificates of devices that templates bring along are '
        "verified with. By default the system's.",
    ),
    cfg.ListOpt(
        'blocked_networks',
        item_type=NetworkOption(),
        default=list(BLOCKED),
        help='Networks in which no device may be that a template brings '
        'along, whatever its name leads to. By default they are those of '
        'the host itself and of its link, and the addresses at which clouds '
        'keep the metadata of a host. Add the networks that heat-engine '
        'reaches and authors of templates shall not; an empty list blocks '
        'nothing. Devices of heat.conf may be anywhere.',
    ),
    cfg.BoolOpt(
        'forget_unreachable',
        default=False,
        help='Whether a resource can be deleted although its BIG-IP cannot '
        'be reached: nothing takes a connection at its address, or '
        'neither the configuration nor a template describes it any '
        'more. What the resource made then stays on the BIG-IP, also '
        'if that comes back; a warning in the log names it. Switch it '
        'on to clean up after a BIG-IP that is gone for good. Without '
        'it such a delete fails, and succeeds once the BIG-IP is '
        'back.',
    ),
    cfg.BoolOpt(
        'validate_on_device',
        default=False,
        help='Whether the BIG-IP is asked when a stack is previewed, or '
        'before it is created or updated: for the objects that the '
        'template refers to, the modules that it needs, and names and '
        'addresses that are taken. The BIG-IP is only read from, with '
        'no more than 150 requests for a stack. One that cannot be '
        'reached is not asked.',
    ),
    cfg.FloatOpt(
        'retry_timeout',
        default=RETRY_TIMEOUT,
        min=0,
        help='Seconds for which an action of Heat waits for a device that '
        'a template brings along while it restarts, is busy or does '
        'not answer, and tries again. The timeout of the stack ends '
        'it too. With 0 it fails at once.',
    ),
]

isolation_options = [
    cfg.BoolOpt(
        'isolation',
        default=False,
        help='Whether projects are kept apart: a project then uses only the '
        'devices that list it as one of their projects, and on each '
        'only a partition of its own, beside what it reads in /Common. '
        'Without it every project uses every device as a whole.',
    ),
    cfg.StrOpt(
        'project_partition',
        default='Project_%(project_id)s',
        help='Name of the partition that a project has on each device. '
        '%(project_id)s, which has to be in it, stands for the id of '
        'the project. With isolation only.',
    ),
    cfg.DictOpt(
        'project_partitions',
        default={},
        help='The partitions of projects for which project_partition does '
        'not hold, as PROJECT_ID:PARTITION with commas between them. '
        'Projects with the same partition share all that is in it.',
    ),
    cfg.DictOpt(
        'project_route_domains',
        default={},
        help='Numbers of the route domains that projects have to '
        'themselves, as PROJECT_ID:NUMBER with commas between them. It '
        'becomes the default route domain of the partition of the '
        'project, and the only one that its addresses may name. The '
        'route domain itself is made by the operator.',
    ),
    cfg.BoolOpt(
        'create_partition',
        default=True,
        help='Whether the partition of a project is made when the project '
        'first makes something on a device. Without it the operator '
        'makes it. It is never deleted.',
    ),
    cfg.StrOpt(
        'common',
        default='read',
        choices=['read', 'write'],
        help='What an isolated project may do in /Common: read, and refer '
        'to what is there; or write, which lets it change and delete '
        'what all projects share.',
    ),
    cfg.BoolOpt(
        'template_devices',
        default=False,
        help='Whether an isolated project may bring devices along, as '
        'F5::BigIP::Device. heat-engine then connects to whatever '
        'address a template says.',
    ),
    cfg.StrOpt(
        'allow_irules',
        default='no',
        choices=['no', 'literal', 'any'],
        help='Whether an isolated project may have iRules of its own, which '
        'run code on the device: no; literal, if their text tells '
        'which objects they name, and those are within reach of the '
        'project; or any, which lets an iRule send traffic to the '
        'objects of any project.',
    ),
    cfg.BoolOpt(
        'allow_iapps',
        default=False,
        help='Whether an isolated project may have iApp templates and '
        'services. Their scripts run on the device, and can do '
        'whatever the user of the device can, in every partition.',
    ),
    cfg.BoolOpt(
        'allow_external_monitors',
        default=False,
        help='Whether an isolated project may have external monitors, which '
        'run programs on the device.',
    ),
    cfg.BoolOpt(
        'allow_clusters',
        default=False,
        help='Whether an isolated project may use F5::Cm::Cluster and '
        'F5::Cm::Sync, which concern devices as a whole.',
    ),
    cfg.BoolOpt(
        'forget_outside',
        default=False,
        help='Whether an isolated project can delete a resource whose '
        'object it may not touch, as it was made before isolation was '
        'switched on. What the resource made then stays on the device; '
        'a warning in the log names it. Without it such a delete '
        'fails.',
    ),
]
options += isolation_options

device_options = [
    cfg.ListOpt(
        'address',
        item_type=LocationOption(),
        default=[],
        sample_default='192.0.2.1',
        help='Management address of the device: a host name or an address, '
        'with :PORT behind it if that is another one than the option '
        'port says, such as [2001:db8::1]:8443. A redundant device has '
        'one for each unit, with commas between them; all units '
        'take the same user, and requests go to the one that is '
        'active.',
    ),
    cfg.PortOpt(
        'port',
        default=443,
        min=1,
        help='Port of iControl REST at the addresses that name none.',
    ),
    cfg.StrOpt('username', default='admin', help='User for iControl REST.'),
    cfg.StrOpt(
        'password',
        secret=True,
        sample_default='PASSWORD',
        help='Password of the user. A dollar sign in it is written twice: $$.',
    ),
    cfg.StrOpt(
        'auth',
        default='token',
        choices=[
            ('token', 'A token from a login.'),
            ('basic', 'User and password in each request.'),
        ],
        help='How requests are authenticated.',
    ),
    cfg.StrOpt(
        'login_provider',
        default='tmos',
        help='Login provider for tokens, as the device names it.',
    ),
    cfg.BoolOpt(
        'verify',
        default=True,
        help="Whether the device's certificate is verified. Without it "
        'anybody on the way can read the password.',
    ),
    cfg.StrOpt(
        'ca_file',
        sample_default='/etc/heat/bigip-ca.pem',
        help='File with the certificates, in PEM form, that the '
        "device's certificate is verified with. By default the "
        "system's.",
    ),
    cfg.ListOpt(
        'fingerprint',
        item_type=Fingerprint(),
        default=[],
        help="SHA-256 fingerprint of the device's certificate, with or "
        'without colons. A device whose certificate has it is trusted, '
        'whoever signed that, and no other: verify and ca_file are then '
        'of no account. Several have commas between them, for the '
        'units of a redundant device or while the certificate is '
        'exchanged.',
    ),
    cfg.StrOpt(
        'partition',
        default='Common',
        regex=r'^/?[\w.-]+(/[\w.-]+)*$',
        help='Partition for resources that name none. With isolation it is '
        'the partition of the project instead.',
    ),
    cfg.FloatOpt(
        'connect_timeout',
        default=5.0,
        min=0.1,
        help='Seconds to wait for a connection.',
    ),
    cfg.FloatOpt(
        'read_timeout',
        default=60.0,
        min=0.1,
        help='Seconds to wait for an answer to begin or to go on; the whole '
        'of it may take twice as long. Also the seconds that a request '
        'waits at most for others to end.',
    ),
    cfg.ListOpt(
        'projects',
        default=[],
        sample_default='*',
        help='Ids of the projects that may use the device when isolation is '
        'on; * stands for all.',
    ),
    cfg.FloatOpt(
        'retry_timeout',
        default=RETRY_TIMEOUT,
        min=0,
        help='Seconds for which an action of Heat waits for the device '
        'while it restarts, is busy or does not answer, and tries '
        'again. The timeout of the stack ends it too. With 0 it fails '
        'at once.',
    ),
    cfg.IntOpt(
        'max_connections',
        default=8,
        min=1,
        help='The number of connections to the device that a heat-engine '
        'process has open at most, and so of requests at once.',
    ),
    cfg.IntOpt(
        'max_writes',
        default=4,
        min=1,
        help='The number of changes that a heat-engine process asks of the '
        'device at once at most; further ones wait, and stacks that '
        'wait get their turns one after the other. The device makes '
        'one change after the other: with some under way, the next one '
        'is there when one ends, however far away the device is. Set it '
        'to 1 for a device that stumbles over changes at the same '
        'time.',
    ),
    cfg.StrOpt(
        'standby',
        sample_default='refuse',
        choices=[
            ('refuse', 'The request fails.'),
            (
                'forward',
                'It goes to the management address at which the '
                'units know the active one, with the same user, '
                'certificates and port.',
            ),
        ],
        help='What is done with a request where the active unit of a '
        'redundant device is at none of the addresses. Without it '
        'several addresses are taken as with "refuse", and what is at a '
        'single one is used whatever its state.',
    ),
    cfg.BoolOpt(
        'save',
        default=False,
        help='Whether the running configuration of the device is saved, so '
        'that it outlives a restart, once what stacks change there has '
        'come to rest, and when heat-engine starts.',
    ),
    cfg.StrOpt(
        'sync_group',
        regex=r'^(/Common/)?[\w.:-]+$',
        sample_default='failover-group',
        help='Device group that the device is synced to once what stacks '
        'change there has come to rest, and when heat-engine starts. '
        'By default nothing is synced.',
    ),
    cfg.FloatOpt(
        'save_delay',
        default=3.0,
        min=0.0,
        help='Seconds without a change of any stack after which the device '
        'is saved or synced. Where changes never pause for so long, it '
        'is after ten times as many seconds.',
    ),
]


# All of them: their sessions are replaced when they change.
for _option in (*options, *device_options):
    _option.mutable = True


class UnknownDevice(ValueError):
    """No device of that name, or no default, in the configuration."""


class NoSuchDevice(UnknownDevice):
    """No device of that name, here or in a template."""


class NotAllowed(UnknownDevice):
    """A project may not use the device."""


class Unclear(UnknownDevice):
    """The configuration does not say what a project is kept to."""


def register(conf=cfg.CONF):
    """Register the options; the devices are known after parsing."""
    conf.register_group(group)
    conf.register_opts(options, group=GROUP)


# What was read last: of which configuration, from which files, and into what.
_known = (None, None, None)


def current(conf=cfg.CONF):
    """Return the options as they were read last.

    They are read apart from Heat's. oslo.config would log a password that
    changes, the old and the new one, and would not ask its drivers again.
    """
    global _known
    files = _files(conf)
    known = _known
    if known[0] is not conf or known[1] != files:
        known = _known = conf, files, _read(files)
    return known[2]


def _files(conf):
    """Return the files and directories that a configuration came from."""
    return tuple(
        tuple(getattr(conf, name, None) or ())
        for name in ('config_file', 'config_dir')
    )


def _read(files):
    fresh = cfg.ConfigOpts()
    register(fresh)
    fresh(
        [],
        default_config_files=list(files[0]),
        default_config_dirs=list(files[1]),
    )
    for name in fresh[GROUP].devices:
        fresh.register_opts(device_options, group=DEVICE_GROUP % name)
    return fresh


def follow(changed, conf=cfg.CONF):
    """Read the options again when Heat does: on SIGHUP.

    :param changed: is then told the names of the devices that were there.
    """

    def read_again(conf, _):
        global _known
        before = current(conf)
        files = _files(conf)
        after = _read(files)
        # oslo.config goes on without a source that does not answer, and the
        # devices in it would be gone.
        if len(getattr(after, '_sources', after.config_source)) < len(
            after.config_source
        ):
            LOG.error(
                'The options of F5 BIG-IP stay as they were: of the '
                'sources %s not all can be read',
                ', '.join(after.config_source),
            )
            return
        _known = conf, files, after
        LOG.info(
            'The options of F5 BIG-IP were read again; changed: %s',
            ', '.join(_differences(before, after)) or 'nothing',
        )
        for problem in problems(conf):
            LOG.error(problem)
        changed(before[GROUP].devices)

    current(conf)
    conf.register_mutate_hook(read_again)
    _keep_last_valid(conf)


def _keep_last_valid(conf):
    """Keep the last valid configuration when a file cannot be read.

    It would end a heat-engine of before Heat 25, and show the line, which
    may hold a password.
    """
    mutate = conf.mutate_config_files

    @functools.wraps(mutate)
    def mutate_config_files():
        try:
            return mutate()
        except (cfg.Error, OSError, UnicodeError) as error:
            wrong = _place(error)
        # Not above: the log shows an error that is being handled.
        LOG.error(
            'The configuration cannot be read again, and what was read '
            'before stays in force: %s',
            wrong,
        )
        return {}

    conf.mutate_config_files = mutate_config_files


def _place(error):
    """Return where a file is wrong, without what stands there."""
    if isinstance(error, cfg.ConfigFileParseError):
        inner = error.__context__
        return '%s, line %d: %s' % (error.config_file, inner.lineno, inner.msg)
    return str(error)


def _differences(before, after):
    """Yield the names of what differs, and no value."""
    known = {GROUP: options}
    names = before[GROUP].devices, after[GROUP].devices
    for name in sorted({*names[0], *names[1]}):
        if name in names[0] and name in names[1]:
            known[DEVICE_GROUP % name] = device_options
        else:
            yield '[%s]' % (DEVICE_GROUP % name)
    for title, ours in known.items():
        for option in ours:
            if _value(before, title, option) != _value(after, title, option):
                yield '[%s] %s' % (title, option.name)


def _value(conf, title, option):
    """Return the value of an option; None if it is wrong or missing."""
    try:
        return conf[title][option.name]
    except (cfg.Error, ValueError):
        return None


def section(conf=cfg.CONF):
    """Return the section of what is not about a single device of heat.conf."""
    return current(conf)[GROUP]


def default_device(conf=cfg.CONF, project=None):
    """Return the name of the device for resources that name none.

    :param project: one that is isolated: of the devices that it may use.
    :raises UnknownDevice: if the configuration says none.
    """
    general = section(conf)
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
        'its section [%s].' % GROUP
    )


def is_device(name, conf=cfg.CONF):
    """Return whether the configuration has a device of that name."""
    return name in section(conf).devices


def device(name, conf=cfg.CONF):
    """Return the section of a device.

    :raises UnknownDevice: if there is no such device, or it has no address.
    """
    read = current(conf)
    if name not in read[GROUP].devices:
        raise NoSuchDevice(
            '%s is neither an F5::BigIP::Device of this project nor a '
            'device in heat.conf (%s).'
            % (name, ', '.join(read[GROUP].devices) or 'none')
        )
    title = DEVICE_GROUP % name
    found = read[title]
    for wrong in _mistakes(found, title, device_options):
        raise UnknownDevice(wrong)
    if not found.address or found.password is None:
        raise UnknownDevice(
            'The section [%s] of heat.conf needs an address and a password.'
            % title
        )
    return found


def _mistakes(found, title, known):
    """Yield a sentence for each option of a section that makes no sense."""
    for option in known:
        try:
            found[option.name]
        except (cfg.Error, ValueError) as error:
            yield (
                'The option %s in the section [%s] of heat.conf cannot be '
                'read%s.' % (option.name, title, _reason(option, error))
            )


def _reason(option, error):
    """Return what is wrong with a value, as far as an author may see it.

    The error itself names the file, and the one inside it the value.
    """
    if isinstance(
        error,
        (
            cfg.TemplateSubstitutionError,
            cfg.NoSuchOptError,
            cfg.NoSuchGroupError,
        ),
    ):
        return ': a dollar sign in it is written twice, $$'
    inner = error.__context__ if isinstance(error, cfg.Error) else error
    if option.secret or not isinstance(inner, ValueError):
        return ''
    return ': %s' % str(inner).rstrip('.')


def is_isolated(conf=cfg.CONF):
    """Return whether projects are kept apart."""
    return section(conf).isolation


def devices_of(project, conf=cfg.CONF):
    """Return the names of the devices that an isolated project may use."""
    usable = []
    for name in section(conf).devices:
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


def partition_of(project, conf=cfg.CONF):
    """Return the name of the partition of an isolated project.

    :raises Unclear: if the configuration gives it none.
    """
    general = section(conf)
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
            % (name, project, GROUP)
        )
    return name


def _check_pattern(general):
    pattern = general.project_partition
    if pattern.count('%(project_id)s') != 1 or not re.fullmatch(
        r'[\w.-]*', pattern.replace('%(project_id)s', ''), re.ASCII
    ):
        raise Unclear(
            'The option project_partition in the section [%s] of heat.conf '
            'has to be a name with %%(project_id)s in it, once.' % GROUP
        )


def route_domain_of(project, conf=cfg.CONF):
    """Return the number of the route domain of an isolated project, or None.

    :raises Unclear: if the configuration says no number.
    """
    number = section(conf).project_route_domains.get(project)
    if number is not None and not (
        re.fullmatch(r'\d{1,5}', number, re.ASCII) and int(number) <= 65534
    ):
        raise Unclear(
            'The option project_route_domains in the section [%s] of '
            'heat.conf has %r for the project %s, which is no number from 0 '
            'to 65534.' % (GROUP, number, project)
        )
    return None if number is None else int(number)


def isolation_problems(conf=cfg.CONF):
    """Yield a sentence for each project that cannot be isolated."""
    general = section(conf)
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


def problems(conf=cfg.CONF):
    """Yield a sentence for what of heat.conf cannot be used as it stands."""
    yield from isolation_problems(conf)
    yield from _mistakes(section(conf), GROUP, options)
    checks = [(device, name) for name in section(conf).devices]
    if section(conf).default_device:
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
    general = section(conf)
    if wanted is None:
        wanted = general.validate_certs
    return wanted and (general.ca_file or True)


def retry_timeout(name, conf=cfg.CONF):
    """Return the seconds to wait for a device, here or in a template.

    :raises UnknownDevice: if there is a section for it that makes no sense.
    """
    if is_device(name, conf):
        return device(name, conf).retry_timeout
    return section(conf).retry_timeout


def list_opts():
    """Return the options, for oslo-config-generator."""
    return [
        (group, options),
        (
            cfg.OptGroup(
                DEVICE_GROUP % 'prod',
                help='The device prod. Each of the devices has '
                'such a section.',
            ),
            device_options,
        ),
    ]
