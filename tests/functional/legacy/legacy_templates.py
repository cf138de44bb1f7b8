# SPDX-License-Identifier: Apache-2.0

"""Templates in each of the shapes that F5's legacy Heat plugins took.

What they make is what those plugins promised: the same objects at the same
paths, a virtual server with automap, members named by address and port.
"""

import dataclasses
import json
import textwrap

HEAD = """
heat_template_version: 2015-04-30
parameters:
  bigip_ip: {type: string}
  bigip_un: {type: string}
  bigip_pw: {type: string, hidden: true}
"""

DEVICE = """
resources:
  bigip_rsrc:
    type: F5::BigIP::Device
    properties:
      ip: {get_param: bigip_ip}
      username: {get_param: bigip_un}
      password: {get_param: bigip_pw}
"""

COMMON = """
  partition:
    type: F5::Sys::Partition
    depends_on: bigip_rsrc
    properties: {name: Common, bigip_server: {get_resource: bigip_rsrc}}
"""

OWN_PARTITION = """
  partition:
    type: F5::Sys::Partition
    properties:
      name: test_partition
      bigip_server: {get_resource: bigip_rsrc}
"""

# What an iApp of theirs came to: a virtual server with its pool.
SCRIPT = """
tmsh::create ltm pool pool1 members add \\{ 203.0.113.10:80 \\}
tmsh::create ltm virtual virtual_server1 destination 203.0.113.80:80 \\
    pool pool1 ip-protocol tcp
"""
OTHER_SCRIPT = SCRIPT.replace(':80 pool', ':8080 pool').replace(
    '203.0.113.80:80', '203.0.113.80:8080'
)

FORM = 'section app { string address }'


def indented(text, columns):
    return textwrap.indent(text.strip('\n'), ' ' * columns)


@dataclasses.dataclass(frozen=True)
class Shape:
    """A template, what it makes, and what a change of it makes.

    ``made`` and ``changed`` are the objects after the creation and after the
    update: {path below /mgmt/tm: {key: value}}. For the update the first part
    of ``change`` is replaced by the second in the text.
    """

    name: str
    resources: str
    made: dict
    change: tuple = ('', '')
    changed: dict = dataclasses.field(default_factory=dict)
    head: str = HEAD
    parameters: dict = dataclasses.field(default_factory=dict)
    files: dict = dataclasses.field(default_factory=dict)
    environment: dict = dataclasses.field(default_factory=dict)

    def text(self):
        return self.head + DEVICE + self.resources

    def changed_text(self):
        assert self.change[0] in self.text()
        return self.text().replace(*self.change)


def members(partition, *names):
    return {
        'ltm/pool/~%s~test_pool/members/~%s~%s'
        % (partition, partition, name): {}
        for name in names
    }


POOL = """
  ve_pool:
    type: F5::LTM::Pool
    properties:
      name: test_pool
      bigip_server: {get_resource: bigip_rsrc}
      partition: {get_resource: partition}
      members:
        - {member_ip: 129.0.0.2, member_port: 80}
        - {member_ip: 130.0.0.2, member_port: 80}
"""

VIRTUAL_SERVER = """
  virtual_server:
    type: F5::LTM::VirtualServer
    properties:
      name: test_vs
      bigip_server: {get_resource: bigip_rsrc}
      partition: {get_resource: partition}
      ip: 131.0.0.100
      port: 80
"""

TEMPLATE = """
  iapp_template:
    type: F5::Sys::iAppCompositeTemplate
    depends_on: [bigip_rsrc, partition]
    properties:
      name: test_template
      bigip_server: {get_resource: bigip_rsrc}
      partition: {get_resource: partition}
      requires_modules: [ltm]
      presentation: %s
      implementation: |
%s
""" % (FORM, indented(SCRIPT, 8))

SERVICE = """
  iapp_service:
    type: F5::Sys::iAppService
    depends_on: iapp_template
    properties:
      name: test_service
      bigip_server: {get_resource: bigip_rsrc}
      partition: {get_resource: partition}
      template_name: test_template
"""

SERVICE_URI = 'sys/application/service/~%s~test_service.app~test_service'
APPLICATION = {
    SERVICE_URI % 'Common': {
        'template': '/Common/test_template',
        'strictUpdates': 'enabled',
    },
    'ltm/pool/~Common~test_service.app~pool1': {
        'appService': '/Common/test_service.app/test_service'
    },
    'ltm/virtual/~Common~test_service.app~virtual_server1': {
        'pool': '/Common/test_service.app/pool1',
        'destination': '/Common/203.0.113.80:80',
    },
}

FULL_TEMPLATE = """sys application template PLACE {
    actions {
        definition {
            html-help {
                <p>How to fill in the form.</p>
            }
            implementation {
%s
            }
            presentation {
                %s
            }
            role-acl { admin manager resource-admin }
            run-as none
        }
    }
    description none
    requires-modules { ltm }
    PARTITION
}
""" % (indented(SCRIPT, 16), FORM)


def full_template(place, partition):
    return FULL_TEMPLATE.replace('PLACE', place).replace(
        'PARTITION', partition
    )


FULL = """
  iapp_template:
    type: F5::Sys::iAppFullTemplate
    depends_on: [bigip_rsrc, partition]
    properties:
      bigip_server: {get_resource: bigip_rsrc}
      partition: {get_resource: partition}
      full_template: |
%s
"""

TEMPLATE_URI = 'sys/application/template/~%s~test_template'
DEFINITION_URI = TEMPLATE_URI + '/actions/definition'

VARIABLES = json.dumps(
    [
        {
            'name': 'app__number%d' % number,
            'encrypted': 'no',
            'value': '' if number % 2 else str(number),
        }
        for number in range(57)
    ]
)
LISTS = '[{"name": "app__rules", "encrypted": "no"}]'
TABLES = json.dumps(
    [
        {
            'name': 'app__table%d' % number,
            'columnNames': ['addr', 'port'],
            'rows': [{'row': ['203.0.113.10', '80']}],
        }
        for number in range(3)
    ]
)


def with_answers(**answers):
    return SERVICE + ''.join(
        '      %s: %s\n' % (name, value) for name, value in answers.items()
    )


def quoted(text):
    return "'%s'" % text


NUMBER = '  vs_port: {type: number}\n'
NAMES = (
    '  iapp_template_name: {type: string}\n'
    '  iapp_service_name: {type: string}\n'
)

# The implementation is put together from an attribute of another resource.
LATE = """
  server:
    type: OS::Heat::Value
    properties: {value: 203.0.113.10}
  iapp_template:
    type: F5::Sys::iAppCompositeTemplate
    depends_on: partition
    properties:
      name: lb_template
      bigip_server: {get_resource: bigip_rsrc}
      partition: {get_resource: partition}
      requires_modules: [ltm]
      implementation:
        str_replace:
          params: {__server__: {get_attr: [server, value]}}
          template: |
            tmsh::create ltm pool pool1 members add \\{ __server__:80 \\}
      presentation: |
        section say_hello { message intro "Nothing to fill in." }
  iapp_service:
    type: F5::Sys::iAppService
    depends_on: iapp_template
    properties:
      name: lb_service
      bigip_server: {get_resource: bigip_rsrc}
      partition: {get_resource: partition}
      template_name: lb_template
      traffic_group: /Common/traffic-group-local-only
"""
LATE_MEMBER = 'ltm/pool/~Common~lb_service.app~pool1/members/~Common~%s:80'
LATE_SERVICE = 'sys/application/service/~Common~lb_service.app~lb_service'

CLIENT = """
heat_template_version: 2015-04-30
resources:
  server:
    type: OS::Heat::Value
    properties: {value: 203.0.113.10}
outputs:
  first_address: {value: {get_attr: [server, value]}}
"""

SHAPES = (
    Shape('device', '', {}),
    Shape('partition Common', COMMON, {}),
    Shape(
        'new partition',
        OWN_PARTITION,
        {
            'sys/folder/~test_partition': {},
            'auth/partition/test_partition': {},
        },
    ),
    Shape(
        'folder',
        COMMON
        + """
  folder:
    type: F5::Sys::Partition
    depends_on: partition
    properties:
      name: test_folder
      subpath: /Common
      bigip_server: {get_resource: bigip_rsrc}
""",
        {'sys/folder/~Common~test_folder': {}},
    ),
    Shape(
        'pool',
        COMMON + POOL,
        {
            **members('Common', '129.0.0.2:80', '130.0.0.2:80'),
            'ltm/node/~Common~129.0.0.2': {},
        },
        change=(
            'member_ip: 130.0.0.2, member_port: 80',
            'member_ip: "2001:db8::2", member_port: "8080"',
        ),
        changed=members('Common', '129.0.0.2:80', '2001:db8::2.8080'),
    ),
    Shape(
        'pool named by a parameter',
        COMMON
        + POOL.replace('name: test_pool', 'name: {get_param: pool_name}'),
        members('Common', '129.0.0.2:80', '130.0.0.2:80'),
        head=HEAD + '  pool_name: {type: string}\n',
        parameters={'pool_name': 'test_pool'},
    ),
    Shape(
        'pool in a new partition',
        OWN_PARTITION + POOL + ('      service_down_action: Reject\n'),
        {
            **members('test_partition', '129.0.0.2:80', '130.0.0.2:80'),
            'ltm/pool/~test_partition~test_pool': {
                'serviceDownAction': 'reset'
            },
        },
        change=('Reject', 'drop'),
        changed={
            'ltm/pool/~test_partition~test_pool': {'serviceDownAction': 'drop'}
        },
    ),
    Shape(
        'pool without members',
        OWN_PARTITION + POOL.partition('      members')[0],
        {'ltm/pool/~test_partition~test_pool': {}},
    ),
    Shape(
        'virtual server',
        COMMON
        + VIRTUAL_SERVER.replace(
            '    properties:',
            '    depends_on: [bigip_rsrc, partition]\n    properties:',
        ),
        {
            'ltm/virtual/~Common~test_vs': {
                'destination': '/Common/131.0.0.100:80',
                'sourceAddressTranslation': {'type': 'automap'},
            }
        },
        change=('ip: 131.0.0.100', 'ip: "2001:db8::100"'),
        changed={
            'ltm/virtual/~Common~test_vs': {
                'destination': '/Common/2001:db8::100.80',
                'mask': 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
            }
        },
    ),
    Shape(
        'virtual server of parameters',
        COMMON
        + VIRTUAL_SERVER.replace('port: 80', 'port: {get_param: vs_port}'),
        {
            'ltm/virtual/~Common~test_vs': {
                'destination': '/Common/131.0.0.100:443'
            }
        },
        head=HEAD + NUMBER,
        parameters={'vs_port': 443},
    ),
    Shape(
        'virtual server with a pool',
        OWN_PARTITION
        + POOL
        + VIRTUAL_SERVER.replace(
            '    properties:', '    depends_on: ve_pool\n    properties:'
        )
        + '      default_pool: test_pool\n',
        {
            'ltm/virtual/~test_partition~test_vs': {
                'destination': '/test_partition/131.0.0.100:80',
                'pool': '/test_partition/test_pool',
            }
        },
    ),
    Shape(
        'composite template',
        COMMON
        + TEMPLATE
        + ('      role-acl: [admin, manager]\n      help: <p>Help.</p>\n'),
        {
            TEMPLATE_URI % 'Common': {'requiresModules': ['ltm']},
            DEFINITION_URI % 'Common': {
                'presentation': FORM,
                'htmlHelp': '<p>Help.</p>',
                'roleAcl': ['admin', 'manager'],
            },
        },
        change=('<p>Help.</p>', '<p>More help.</p>'),
        changed={DEFINITION_URI % 'Common': {'htmlHelp': '<p>More help.</p>'}},
    ),
    Shape(
        'composite template in a new partition',
        OWN_PARTITION + TEMPLATE,
        {TEMPLATE_URI % 'test_partition': {}},
    ),
    Shape(
        'composite template with a service',
        COMMON + TEMPLATE + SERVICE,
        APPLICATION,
        change=(indented(SCRIPT, 8), indented(OTHER_SCRIPT, 8)),
    ),
    Shape(
        'template and service named by parameters',
        COMMON
        + TEMPLATE.replace(
            'name: test_template', 'name: {get_param: iapp_template_name}'
        )
        + SERVICE.replace(
            'template_name: test_template',
            'template_name: {get_param: iapp_template_name}',
        ).replace(
            'name: test_service', 'name: {get_param: iapp_service_name}'
        ),
        APPLICATION,
        head=HEAD + NAMES,
        parameters={
            'iapp_template_name': 'test_template',
            'iapp_service_name': 'test_service',
        },
    ),
    Shape(
        'service with answers',
        COMMON
        + TEMPLATE
        + with_answers(
            variables=quoted(VARIABLES),
            lists=quoted(LISTS),
            tables=quoted(TABLES),
            traffic_group='/Common/traffic-group-local-only',
        ),
        {
            **APPLICATION,
            SERVICE_URI % 'Common': {
                'trafficGroup': '/Common/traffic-group-local-only',
                'inheritedTrafficGroup': 'false',
                'variables': json.loads(VARIABLES),
                'tables': json.loads(TABLES),
            },
        },
        change=(quoted(TABLES), quoted('[]')),
        changed={SERVICE_URI % 'Common': {'tables': []}},
    ),
    Shape(
        'answers of a file',
        COMMON + TEMPLATE + with_answers(lists='{get_file: list.json}'),
        {
            **APPLICATION,
            SERVICE_URI % 'Common': {
                'lists': [
                    {
                        'name': 'app__rules',
                        'encrypted': 'no',
                        'value': ['one', 'two'],
                    }
                ]
            },
        },
        files={
            'list.json': '[{"name": "app__rules", "encrypted": "no", '
            '"value": ["one", "two"]}]'
        },
    ),
    Shape(
        'full template',
        COMMON
        + FULL
        % indented(full_template('test_template', 'partition Common'), 8),
        {
            TEMPLATE_URI % 'Common': {'requiresModules': ['ltm']},
            DEFINITION_URI % 'Common': {
                'presentation': FORM,
                'roleAcl': ['admin', 'manager', 'resource-admin'],
            },
        },
        change=('string address', 'string address required'),
        changed={
            DEFINITION_URI % 'Common': {
                'presentation': FORM.replace('address', 'address required')
            }
        },
    ),
    Shape(
        'full template in a new partition',
        OWN_PARTITION
        + FULL
        % indented(full_template('/test_partition/test_template', ''), 8),
        {TEMPLATE_URI % 'test_partition': {}},
    ),
    Shape(
        'full template in a literal partition',
        OWN_PARTITION
        + (
            FULL
            % indented(
                full_template('test_template', 'partition test_partition'), 8
            )
        ).replace(
            'partition: {get_resource: partition}', 'partition: test_partition'
        ),
        {TEMPLATE_URI % 'test_partition': {}},
    ),
    Shape(
        'full template of a file with a service',
        COMMON
        + FULL.partition('full_template')[0]
        + 'full_template: {get_file: iapp.tmpl}\n'
        + with_answers(variables=quoted(VARIABLES)),
        APPLICATION,
        files={'iapp.tmpl': full_template('test_template', '')},
    ),
    Shape(
        'service in a new partition',
        OWN_PARTITION
        + FULL % indented(full_template('test_template', ''), 8)
        + SERVICE.replace(
            'template_name: test_template',
            'template_name: /test_partition/test_template',
        ),
        {
            SERVICE_URI % 'test_partition': {
                'template': '/test_partition/test_template'
            },
            'ltm/virtual/~test_partition~test_service.app~virtual_server1': {
                'pool': '/test_partition/test_service.app/pool1'
            },
        },
    ),
    Shape(
        'iApp of an attribute',
        COMMON + LATE,
        {
            LATE_MEMBER % '203.0.113.10': {},
            LATE_SERVICE: {'trafficGroup': '/Common/traffic-group-local-only'},
        },
    ),
    Shape(
        'iApp of a nested stack',
        COMMON
        + LATE.replace(
            'OS::Heat::Value\n    properties: {value: 203.0.113.10}',
            'Iapp::Client',
        ).replace('[server, value]', '[server, first_address]'),
        {LATE_MEMBER % '203.0.113.10': {}},
        files={'client.yaml': CLIENT},
        environment={'resource_registry': {'Iapp::Client': 'client.yaml'}},
    ),
    Shape(
        'first name of the full template',
        COMMON
        + (FULL % indented(full_template('test_template', ''), 8))
        .replace('iAppFullTemplate', 'iAppTemplate')
        .replace(
            '    properties:', '    properties:\n      name: test_template'
        ),
        {TEMPLATE_URI % 'Common': {}},
    ),
    Shape(
        'save',
        """
  save_rsrc:
    type: F5::Sys::Save
    properties: {bigip_server: {get_resource: bigip_rsrc}}
""",
        {},
    ),
)

#: The shapes that the legacy engine tries, too. The actions of a type are the
#: same with both; Heat's way around nested stacks and saves is another.
WITH_LEGACY_ENGINE = tuple(
    shape
    for shape in SHAPES
    if shape.name
    in (
        'virtual server',
        'composite template with a service',
        'full template',
        'iApp of a nested stack',
        'save',
    )
)

ACTIVE_STANDBY = """
heat_template_version: 2015-04-30
parameters:
  bigip1_ip: {type: string}
  bigip2_ip: {type: string}
  cluster_name: {type: string}
resources:
  bigip1:
    type: F5::BigIP::Device
    properties: {ip: {get_param: bigip1_ip}, username: admin, password: admin}
  bigip2:
    type: F5::BigIP::Device
    properties: {ip: {get_param: bigip2_ip}, username: admin, password: admin}
  cluster:
    type: F5::Cm::Cluster
    depends_on: [bigip1, bigip2]
    properties:
      devices: [{get_resource: bigip1}, {get_resource: bigip2}]
      device_group_type: sync-failover
      device_group_partition: Common
      device_group_name: {get_param: cluster_name}
  save_config_bigip1:
    type: F5::Sys::Save
    depends_on: cluster
    properties: {bigip_server: {get_resource: bigip1}}
  save_config_bigip2:
    type: F5::Sys::Save
    depends_on: cluster
    properties: {bigip_server: {get_resource: bigip2}}
  sync:
    type: F5::Cm::Sync
    depends_on: cluster
    properties:
      bigip_server: {get_resource: bigip1}
      device_group: {get_param: cluster_name}
      device_group_partition: Common
"""
