# SPDX-License-Identifier: Apache-2.0

"""The options of the package in heat.conf, section by section.

``[f5_bigip]`` lists the devices by name; each has a section of its own,
``[f5_bigip_device:NAME]``.
"""

from oslo_config import cfg

from f5_heat.config import forms

GROUP = 'f5_bigip'
DEVICE_GROUP = 'f5_bigip_device:%s'

#: The host itself, its link, multicast, and the metadata services of clouds
#: that are not on the link.
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
        item_type=forms.NetworkOption(),
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
        item_type=forms.LocationOption(),
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
        item_type=forms.FingerprintOption(),
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


def register(conf=cfg.CONF):
    """Register the options that are known before the files are parsed."""
    conf.register_group(group)
    conf.register_opts(options, group=GROUP)


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
