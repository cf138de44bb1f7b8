#!/bin/bash
#
# SPDX-License-Identifier: Apache-2.0

# The DevStack plugin: installs f5-heat beside Heat and tells heat.conf of
# devices, as local.conf describes them. README.rst has the variables.

F5_HEAT_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# The options of a device that local.conf may give.
F5_BIGIP_OPTIONS='address username password ca_file verify partition standby
    save sync_group retry_timeout'

# f5_bigip_value OPTION NAME - print what local.conf says of an option of a
# device: F5_BIGIP_OPTION_NAME, else F5_BIGIP_OPTION
function f5_bigip_value {
    local general=F5_BIGIP_${1^^}
    local own=${general}_${2//[^A-Za-z0-9_]/_}
    printf '%s' "${!own:-${!general:-}}"
}

# configure_f5_bigip - write the sections of heat.conf
function configure_f5_bigip {
    # Passwords do not belong into the log of stack.sh.
    local xtrace
    xtrace=$(set +o | grep xtrace)
    set +o xtrace

    local name option value
    iniset "$HEAT_CONF" f5_bigip devices "$F5_BIGIP_DEVICES"
    if [[ -n "$F5_BIGIP_DEFAULT_DEVICE" ]]; then
        iniset "$HEAT_CONF" f5_bigip default_device "$F5_BIGIP_DEFAULT_DEVICE"
    fi
    for name in ${F5_BIGIP_DEVICES//,/ }; do
        for option in $F5_BIGIP_OPTIONS; do
            value=$(f5_bigip_value "$option" "$name")
            if [[ "$option" == password ]]; then
                # oslo.config takes one dollar sign for a reference.
                value=${value//\$/\$\$}
            fi
            if [[ -n "$value" ]]; then
                iniset "$HEAT_CONF" "f5_bigip_device:$name" "$option" "$value"
            fi
        done
    done

    $xtrace
}

# start_f5_bigip_simulator - let a simulated BIG-IP run as a service
function start_f5_bigip_simulator {
    mkdir -p "$F5_HEAT_DATA_DIR"
    run_process f5-bigip "$(get_python_exec_prefix)/f5-heat simulator \
--port $F5_BIGIP_SIMULATOR_PORT --ca-file $F5_HEAT_DATA_DIR/ca.pem"
}

if is_service_enabled h-eng; then
    if [[ "$1" == stack && "$2" == install ]]; then
        echo_summary 'Installing f5-heat'
        setup_develop "$F5_HEAT_DIR"
    elif [[ "$1" == stack && "$2" == post-config ]]; then
        echo_summary 'Configuring f5-heat'
        configure_f5_bigip
    elif [[ "$1" == stack && "$2" == extra ]]; then
        if is_service_enabled f5-bigip; then
            echo_summary 'Starting a simulated BIG-IP'
            start_f5_bigip_simulator
        fi
    fi
fi

if [[ "$1" == unstack ]]; then
    if is_service_enabled f5-bigip; then
        stop_process f5-bigip
    fi
elif [[ "$1" == clean ]]; then
    rm -rf "${F5_HEAT_DATA_DIR:?}"
fi
