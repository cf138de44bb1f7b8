# SPDX-License-Identifier: Apache-2.0

"""What lies between Heat and the device, as Heat's log shows it."""

import re

#: The frames of ours from Heat's call to that of the client, at most.
FRAMES = 10

FRAME = re.compile(r'File "[^"]*/(f5_heat|heat|tenacity)/([^"]+)", line')


def template(rule):
    return {
        'heat_template_version': '2021-04-16',
        'resources': {
            'rule': {
                'type': 'F5::LTM::IRule',
                'properties': {'definition': rule},
            }
        },
    }


def test_a_refused_change_is_few_frames_away(cloud, stack):
    stack.create(template('when CLIENT_ACCEPTED { drop }'))
    cloud.control.clear()
    before = cloud.log_file.stat().st_size
    stack.update(template('when CLIENT_ACCEPTED { drop'), 'UPDATE_FAILED')
    (patch,) = [
        request
        for request in cloud.control.requests()
        if request['method'] == 'PATCH'
    ]
    assert patch['status'] == 400
    with cloud.log_file.open(errors='replace') as log:
        log.seek(before)
        text = log.read()
    (found,) = re.findall(
        r'Traceback \(most recent call last\):.*?BadRequest', text, re.DOTALL
    )
    frames = FRAME.findall(found)
    ours = [path for package, path in frames if package == 'f5_heat']
    assert ours and ours[-1] == 'engine/objects/handle.py', found
    # The handle explains the error: its own call of the client is not shown.
    assert len(ours) + 1 <= FRAMES, found
    # Between them there is nothing but Heat.
    assert not [path for package, path in frames if package == 'tenacity']
