# SPDX-License-Identifier: Apache-2.0

"""A stack that serves: virtual servers, and pools with members."""

from tests.functional.contract import stacks


class Serving:
    """The stack, and what a device has of it.

    The virtual server ``closed`` and the member .2 are disabled by the
    template, the member .3 is forced offline by it. The pool ``apart`` has
    the members that are resources, among them .5, disabled by the template.
    """

    def __init__(self, cloud, stack):
        self.bigip = cloud.bigip
        self.control = cloud.control
        self.stack = stack
        self.tag = stack.name.replace('-', '_')

    def template(self, *without, **changed):
        """The template; ``changed`` are properties by resource."""

        def member(number, **settings):
            return {
                'type': 'F5::LTM::PoolMember',
                'properties': {
                    'pool': {'get_resource': 'apart'},
                    'port': 80,
                    'address': '198.51.100.%d' % number,
                    **settings,
                },
            }

        def server(number, **settings):
            return {
                'type': 'F5::LTM::VirtualServer',
                'depends_on': ['member', 'disabled'],
                'properties': {
                    'ip': '203.0.113.%d' % number,
                    'port': 80,
                    **settings,
                },
            }

        resources = {
            'pool': {
                'type': 'F5::LTM::Pool',
                'properties': {
                    'members': [
                        {
                            'member_ip': '198.51.100.1',
                            'member_port': 80,
                            'ratio': 3,
                        },
                        {
                            'member_ip': '198.51.100.2',
                            'member_port': 80,
                            'admin_state': 'disabled',
                        },
                        {
                            'member_ip': '198.51.100.3',
                            'member_port': 80,
                            'admin_state': 'forced_offline',
                        },
                    ],
                    'monitors': ['/Common/tcp'],
                },
            },
            'apart': {
                'type': 'F5::LTM::Pool',
                'depends_on': 'pool',
                'properties': {},
            },
            'member': member(4, ratio=2),
            'disabled': member(5, admin_state='disabled'),
            'server': server(1, default_pool={'get_resource': 'pool'}),
            'closed': server(2, admin_state_up=False),
        }
        for name in ('pool', 'apart', 'server', 'closed'):
            resources[name]['properties']['name'] = self.name(name)
        for name, properties in changed.items():
            resources[name]['properties'].update(properties)
        for name in without:
            del resources[name]
        return {'heat_template_version': '2021-04-16', 'resources': resources}

    def name(self, of):
        return '%s_%s' % (self.tag, of)

    def uri(self, of):
        if of in ('server', 'closed'):
            return 'ltm/virtual/~Common~' + self.name(of)
        if of in ('pool', 'apart'):
            return 'ltm/pool/~Common~' + self.name(of)
        pool = self.uri('pool' if of < 4 else 'apart')
        return '%s/members/~Common~198.51.100.%d:80' % (pool, of)

    def read(self, of):
        body = self.bigip.read(self.uri(of))
        return body and stacks.unmarked(body)

    def all(self):
        return {
            of: self.read(of)
            for of in ('server', 'closed', 'pool', 'apart', 1, 2, 3, 4, 5)
        }

    def set(self, of, **body):
        """Change an object behind Heat's back."""
        answer = self.bigip.patch(self.uri(of), json=body)
        assert answer.status_code == 200, answer.text

    def remove(self, of):
        answer = self.bigip.delete(self.uri(of))
        assert answer.status_code == 200, answer.text

    def state(self, of):
        body = self.read(of)
        return body['session'], body['state']

    def is_up(self, server='server'):
        return 'disabled' not in self.read(server)

    def watch(self, action, *args, **kwargs):
        """The writes that the device sees meanwhile: method and path."""
        self.control.clear()
        action(*args, **kwargs)
        return [
            (request['method'], request['path'].rpartition('/mgmt/tm/')[2])
            for request in self.control.requests()
            if request['method'] != 'GET' and not request['login']
        ]

    def reason(self, name):
        return self.stack.resource(name).resource_status_reason
