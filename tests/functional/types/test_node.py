# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Node by host name: what changes in place, and what anew."""


def test_the_look_ups_of_a_host_name_change_in_place(cloud, stack):
    name = stack.name.replace('-', '_')
    uri = 'ltm/node/~Common~' + name

    def template(**fqdn):
        return {
            'heat_template_version': '2021-04-16',
            'resources': {
                'node': {
                    'type': 'F5::LTM::Node',
                    'properties': {'name': name, 'fqdn': fqdn},
                }
            },
        }

    def methods(template):
        cloud.control.clear()
        stack.update(template)
        return [
            request['method']
            for request in cloud.control.requests()
            if not request['login']
        ]

    stack.create(
        template(name='a.example.com', autopopulate=False, interval='600')
    )
    assert cloud.bigip.read(uri)['fqdn']['interval'] == '600'

    assert methods(
        template(
            name='a.example.com',
            autopopulate=False,
            interval='ttl',
            down_interval=7,
        )
    ) == ['PATCH']
    fqdn = cloud.bigip.read(uri)['fqdn']
    assert (fqdn['interval'], fqdn['downInterval']) == ('ttl', 7)

    # A device takes the host name at creation only.
    assert methods(template(name='b.example.com')) == [
        'POST',
        'DELETE',
        'POST',
        'PATCH',
    ]
    fqdn = cloud.bigip.read(uri)['fqdn']
    assert fqdn['tmName'] == 'b.example.com'
    assert fqdn['interval'] == '3600'
    stack.check()
