# SPDX-License-Identifier: Apache-2.0

"""Database variables that are whole numbers without a sign."""

# Of each the name, the default, and the limits if there are any: one of two
# limits is the upper, and the lower is 0. A word that ends with a dot is the
# beginning of the names after it.

SAVED = """
access.max.euie_uri.cache.entries=2048:2048:8192
admdb.debug.vs.delete.cleanup.timeout=60:1:120
bcm56xxd.hsb.fcserrthreshold=0:100000
big3d.renegotiation.interval=86400:60:999999999
crypto.queue.timeout=100:100000 dag.overridetablesize=0:512
debug.doshwdropredirect.disables=0:63 device.request.timeoutfactor=200:1:500
dns.xfr.msgbuffermax=131072:65535:1048576 failover.standby.linkdowntime=0:100
fw_nat.subscriber.id.lookup.count=2:10 ilx.handlewait=100:65536
isession.controlconnection.count=1:1:100 log.sweeper.evictions.interval=2:300
mapt.role=0:1 mcpd.maxdbsize=512:512:2147483647
mqtt.egress_buffer_high_threshold=32768:65535
pem.sessiondb.stats.max.entries=100000:1:4294967295
pvasyncookies.secretupdate.interval=4:2:16
quickassist.crypto.pollperiod=60:10:100000
rateshaper.logratelimit=0:2147483647 rewrite.html.maxtagsizekb=1024:32768
sfc.loglevel=1:255 tamd.worker.threads=100:10:100
total.sandbox.size=512:64:1024 wocd.control.timeout=10:5:255 adm.
fastl4.cor.log2scale=3:1:8 fastl4.rps.log2scale=10:3:20 admdb.debug.
max_capacity=150:10:10000 max_files=10000:10:100000 antifraud.
bait.maxquerystringlength=1024:65536 bigrequestsize=102400:10485760
bigresponsesize=102400:10485760 encryptionkeylifetime=1:30000000
globalbuffersize=51200:64:100000 htmlfieldobfuscation.seedlength=4:1:10
maxalertrequestsize=2048:64:65536 maxbigrequests=1000:100000
maxbigresponses=1000:100000 maxcookielen=1000:200:2000
maxcookievaluelength=4096:30000000 maxheaderlength=255:1024
maxhostheaderlength=255:1024 maxloginresponsesearchlength=102400:10485760
maxparamsendinalertmsglength=1024:512:4096
paramvalueencmaxlength=1024:512:4096 paramvaluemaxlength=1024:300000
paramvalueusernamemaxlength=650:300000 rsakeysize=64:128
securemsglifetime=86400:30000000 securemsgroundtime=3600:30000000
unlimitedduration=157680000:86400:3000000000
userdaemon.persistenceintervalmin=5:1:525600
userinspectioncookieduration=1209600:30000000 antifraud.alertscore.
componentsvalidation=50:100 encryptionfailure=50:100 referrerchecks=50:100
userdefined=50:100 antifraud.internalconfig. number1=0:4294967295
number2=0:4294967295 number3=0:4294967295 antifraud.ratdetection.
counttosendalert=10:10000 timetoresetcounter=5000:3600000
antifraud.srcintegrity. dataviolationthreshold=100:100:1000
goldstandardconsistentreqthreshold=100:100:1000
goldstandardviolationsthreshold=10:10:1000 maturedatathreshold=50:10:100 arp.
maxentries=8192:520:65536 reaptimeout=20:2:65536 retries=6:1:60
timeout=300:1:3600 asm. brute_force_end_attack_verification_time=120:1:1000
brute_force_max_tmstat_entries=10:1:10000
brute_force_monitoring_interval=10:1:60 cookie_revision_base=0:240
cookie_suffix_base=0:900 cs_challenge_length=4:1:7
cshui_susp_event_bot_score=20:10000000 csrf_rerun_interval=0:10000
risk_engine.salt.restart=0:2091752 session_transactions_sampling_rate=10:1:60
avr. alwaysuselastxff=0:1 asmsampling=1:1 customheaderoverridexff=1:1
distributedreporting.maxtiersize=8:1:100
dosinput.hitcount_topping_interval=360:1:3600
dosl7.classifiertimeout=300:1:86400 dosmaxentitiespertable=4096:1000:1000000
general.bool=0:1 hslmessagesbetweensleep=0:999999999
hslsleepperiodinmicrosecond=0:500000 maxsubnets=1024:1:10000
offboxtcptimeout=30000:1:999999 pemsampling=1:1
rt.maxsessionspermodule=100:10:1000
stats.distributed.maxrowsnum=1000:100:10000
stats.internal.maxentitiespertable=50000:1000:1000000
stats.reportrownumberlimit=1000:1:100000
threads.alerts.stacksizekb=1024:10:10240
threads.config.stacksizekb=1024:10:10240
threads.loader.stacksizekb=1024:10:10240
threads.reporter.stacksizekb=1024:10:10240 trafficclassificationsampling=1:1
avr.dosvishealthcalc. maxbigipconcurrentconnections=0:999999999
maxbigipthroughput=0:999999999 avr.hsl. batchpauseinmillisec=5:2000
batchsize=100:1:50000 avr.stats.adapters.
defaultpollinginterval=10:1:999999999 minimumpollinginterval=5:1:999999999
avr.stats.distributedfactor. largerowsnum=2:1:10 rowsnumthreshold=5:1:10
smallrowsnum=5:1:10 avr.subnetprefixlength. ipv4=24:1:32 ipv6=64:1:128
avr.trafficcapture. maxtransactionspersecond=1000:10:100000
pollingqueueinterval=100:10:2000 avr.trafficcapture.internal.
maxentriesperfile=10:1:100 maxtransactions=1000:10:10000 bigd.
tclmonitormaxworkerspercore=25:1:100 tclmonitorpingqueue=1000:1:50000
tclmonitorworkermemorybufferlimit=10:100
tclmonitorworkerpinglimit=1000:4294967295 botd.
inactivitytimeoutmin=15:1:525600 maxopenincidents=10000:1000000
maxsamplerequests=20:1000000 botdefense. cshui_ajax_renewal_seconds=120:1000
cshui_cscloud_timeout=1000:100:10000 cshui_max_distance_mouse_down=60:1000
cshui_max_last_segment_length=300:1000
cshui_min_human_keys_to_bypass_rapid_keys=2:1000
cshui_min_key_duration_ms_bot=18:1000 cshui_min_key_duration_ms_human=25:1000
cshui_min_mouse_duration_ms_bot=18:1000
cshui_min_touch_duration_ms_bot=15:1000 invalid_js_score=99:1000
invalid_jsfree_score=99:1000 max_js_verification_seconds=30:1000
min_rootkit_functions=10:1000 suspicious_js_score=49:1000
suspicious_jsfree_score=49:1000 bwc. load.interval=44:1:399
recharge.interval=439:1:797 sweeper.interval=10:1:10000 bwc.measure.
factor=2:3 samplewindow=3:4 smoothwindow=2:5 bwc.tc. maxburst=200:2000
maxsurplus=200:2000 bwc.trace. ctb=0:10 dist=0:10 measure=0:10 policy=0:10
probe=0:10 pubapi=0:10 refcnt=0:10 stb=0:10 stbema=0:10 tc=0:10 capture.
capture_clean_count=2000:4294967295 capture_pause_after_sec=10:4294967295
capture_resume_after_sec=110:1:4294967295 dump_clean_disk_percent=35:100
dump_clean_size_mb=5120:4294967295 dump_clean_time_sec=0:4294967295
dump_size_limit_mb=10240:4294967295 margin_sec=2:3600 min_cpu_percent=20:100
min_disk_percent=25:100 send_limit_rate_mbsec=0:4294967295
slice_max_size_mb=10:1:1048576 slice_sec=2:1:60 cbrd.
bigrequestsize=1048576:1048576000 maxqueryresults=100:1:100000
pendingtransactions=5000:100000 requestsize=10240:1024000 umuthreshold=90:100
cmp. feature_disable=0:4294967295 maxqueuedmsgs=150000:4294967295 compression.
adaptive.maxreduction=10:10 offload.ratio=4:50 providerbusy=100:5000
qat.dispatchsize=65535:4096:65535 zlibbombsensitivity.sizemb=1024:1048576
zlibinflateratio.threshold=100:1:2000 compression.octeon.
dispatchsize=61170:4096:61170 ratio=4:50 compression.tmm. maxcpu=75:100
ratio=1:50 datasync. device_stats_interval_seconds=60:4294967295
error_retry_interval_seconds=60:4294967295
hard_max_offline_seconds=0:4294967295 keep_generated_dirs=5:4294967295
max_sync_bandwidth_kb_sec=10000:4294967295 min_disk_available_percent=20:100
nice_when_online=10:19 offline_gen_pause_seconds=1:4294967295
process_interval_ms=1000:4294967295
read_loaded_update_files_interval_seconds=300:4294967295
read_new_update_files_interval_seconds=60:4294967295
rsync_interval_seconds=3:4294967295 soft_max_offline_seconds=0:4294967295
update_file_del_grace_factor=3600:4294967295
update_file_del_grace_offset=10:4294967295
update_file_gen_time=7200:4294967295 did. cookie_expire_sec=1200:10000000
dids_delete_factor=10:2:100 initial_sample_size=50:1000000
learning_sampling_per_second=1:1:1000000 max_allowed_same_requests=2:1000000
max_allowed_same_requests_period=10:1:1000000 max_device_ids=250000:1:1000000
max_dids_query_rate=100:2:1000000 max_ix_size_mb=250:1:1000
max_pending_queries=500:2:1000000 mobile_simple_match_score=85:1:100
similarity_period=30:1000000 similarity_threshold=5:100
solid_similarity_period=1200:1000000 validation_interval_sec=300:10000000
dnsexpress. dbwritedelay=15:4294967295 hugepages=0:4294967295
maxnotifypersec=0:4294967295 notifyport=0:65535 rpzupdatetime=0:86400
xfrbackloggeddelay=5:4294967295 xfrnotifydelay=5:4294967295
xfrpendingmax=100:1:16384 dnssec. maxnsec3persec=0:4294967295
signaturecachemaxentries=131072:4294967295 dnssec.xfr. finalrrmax=1024:1:16384
pktmax=64000:4096:65535 timeout=5:1:60 dos. auto.threshold.hysteresis=5:10
blleaklimit=255:4294967295 dnsport=53:1:65535 dnsvlan=0:4094
icmp6msgtype1=158:158:255 icmp6msgtype2=158:158:255 iplowttl=1:1:4
ipv6endpoint.prefix=128:1:128 ipv6lowhopcnt=1:1:4 maxdnssize=4096:256:8192
maxewlsize=256:1024 maxicmp6framesize=1460:65495 maxicmpframesize=1480:65515
maxipv6exthdrs=4:15 maxipv6extsize=128:1024 maxsynsize=64:9216
mergepersec=20:2:1000 scrubtime=100:10:1000 sip.uri.limit=1024:65535
sipport=5060:1:65535 tcplowwindowsize=0:128 tier1divisor=2:1:32
tscookie.vlan=0:4094 wlipv6addrsel=2:3 dos.autodosd. alpha_max=90:20:90
alpha_min=20:20:90 dos.dnsnxdomain. learnperiod=7200:1:2147483647
period=86400:1:2147483647 trackersize=320:64:8000 dos.ip.allow.unknown.
proto1=255:255 proto2=255:255 dos.tcp.allow.unknown. opt1=0:255 opt2=0:255
dosl7. captcha_length_max=6:1:10 captcha_length_min=6:1:10
captcha_lines_max=5:20 captcha_lines_min=5:20 captcha_max_cpu_prc=90:100
captcha_noise_max=2:10 captcha_noise_min=2:10
captcha_perturbation_max=85:10:100 captcha_perturbation_min=85:10:100
captcha_transparency_percentage_max=20:85
captcha_transparency_percentage_min=20:85 cs_expire_sec=60:10000000
cs_max_request_size=10000:1:10000000 cs_max_resend=3:100
cscloud_timeout=1000:100:10000 early_renewal_period=30:1:36000
long_ua_header_size=0:10000000 max_captcha_solution_time=120:1:36000
max_cookie_length=10000:50000
max_dynamic_params_injection_length=6000:200:7000 max_lookup_length=255:1240
max_num_headers=50:1240 max_user_agent_occurrences=3:1240
min_captcha_solution_time=2:36000 mobile_cookie_expire_sec=120:100000
proactive_defense_log_rate_limit=300:1000000
proactive_defense_max_http_request_length=4096:1:10485760
proactive_defense_renew_sec=300:10000000
proactive_defense_validation_percent=100:100 selenium_timeout=150:100:10000
web_rootkit_report_min_score=4:1000 dosl7d. attack_wait_timeout=30:300
auto_below_thresh_timeout=30:1:200
auto_cold_start_first_period_length=120:1:10000
auto_cold_start_first_period_switch_period=60:1:1000
auto_cold_start_second_period_length=1320:1:10000 auto_drop_ratio=80:1:200
auto_geo_slice_length=3600:10:3600 auto_normal_switch_period=720:1:5000
auto_num_of_top_device_id=64:2:1024 auto_num_of_top_geolocation=16:2:1024
auto_num_of_top_ip=128:2:1024 auto_num_of_top_url=512:2:1024
auto_stress_thresh_multiplier=150:1:1000 auto_time_scale_factor=1:1:10000
auto_tps_thresh_multiplier=300:1:1000
clean_bot_publisher_anomalies=1800:1:3600 conf_change_freeze_on_period=30:300
cs_legitimate_successful_rate=50:1:100 cs_max_reply_time=10:1:900
cs_min_requests_for_replies=10:1:1000 heaviness_factor=200:100:10000
max_attack_duration=10800:120:36000 max_icc_buffer_size=2048:256:8640000
max_tcpdump_cpu_usage=80:100 max_tcpdump_files=1000:10:10000
max_tcpdump_size=10240:10:51200 min_challenge_drop_time=20:1:1000
min_challenge_rps=10:1:50000 min_challenge_success_ratio=10:100
min_geo_reliable_time=72:1:360 min_heavy_url_drop_rate=2:100
min_time_between_attacks=30:300 min_time_for_attack_end=120:300
min_transaction_count_per_interval=10:1000 shun_prevention_time=120:1:1000
sliding_window_long=86400:1:8640000 sliding_window_medium=7200:1:864000
sliding_window_short=60:1:86400 stress_absolute_threshold=1:10000
stress_relative_threshold=100:1000 susp_max_entities=10000:1:1000000
trigger_logging=0:15000 gtm. debugprobetuninginterval=0:4294967295
maxpersistsyncspersecond=800:1:4294967295 maxproxybufsize=262144:4294967295
peerinfototalgtms=0:4294967295 httpsecurity.
maxheaderslengthlog=1024:64:100000 maxheadervaluelength=2048:64:100000
maxurllengthlog=128:16:100000 ipsec. debug.logkeys=1:1
ikev2certificatedepth=4:1:4 iptunnel. hf.opaqueflags=0:4294967295
nvgre.ethertype=25944:65535 iptunnel.vxlan. udpport=0:65535
vtepidletimeout=300:2:65536 ipv6. dad.recovery=0:65536
host.router_probe_interval=5:1:300 ipv6.nbr. delaytime=1:1:65536
incompletetimeout=5:2:65536 maxentries=2048:2:65536
reachabletimeout=30:2:65536 reaptimeout=3600:2:65536 retries=3:1:65536
isession.compression. buffers=4:1:6 fudgefactor=9:1:1000
highthresholdwatermarklevel=10:20 lowthresholdwatermarklevel=0:10
threshold=95:1000 l4bdos. anomaly.detection.frequency=10:5:60
anomaly.threshold.floor=1000:100:4294967295
baseline.learning.period=120:15:7200 collect.stats.frequency=2:1:60
dns.stress.compute.frequency=200:100:1000
ha.state.update.frequency=600:60:86400 netflow.collect.frequency=1:60
packet.sampling.interval=1:1:256 signature.disable.no_stats.periods=5:1:30
signature.sample.packet.frequency=0:65536
transient.signature.merge.periods=2:1000 md. afmsampling=1:1
cleanupnontmmlookupsintervalseconds=300:30:100000
cleanuprealtimedataintervalseconds=60:30:100000 delaybeforeclusterpublish=5:60
mincspminjectionskewinterval=60:1:100000 showexternalloggingdescription=1:1
mgmt.portlogging. bandwidthcap=60:1:800 listenerretry=2:1:600
serverretry=2:1:600 servertimeout=30:1:600 mhdag. bitshift=6:5:6
pu.table.size.multiplier=1:1:3 mrf.mqtt. client_id_max_len=1024:65535
client_id_prefix_max_len=128:65535 will_message_max_len=128:65535
will_topic_max_len=128:65535 mysqlhad. heartbeattimeout=30:2147483646
restartsbeforeaction=1:50 nest. nde_alloc_factor=2:1:32 num_active_nde=0:32
nsh. debuglevel=0:7 egresspathid=456:16777215 egressserviceid=255:255
ingresspathid=123:16777215 ingressserviceid=7:255 nextprotocol=3:3
vxlanport=6633:65535 pccd. deploy.timeout=30:20:4294967295
extramb=0:4294967295 hash.load.factor=25:75 maxblobsize=1024:512:65536
retry.count=5:4294967295 pva. evictunknownflow=1:2 reoffload.delay=5:1:320
standby.flush=0:1 udpest.clientpkts.threshold=2:1:8
udpest.serverpkts.threshold=1:8 pvasyncookies.virtual. connthresholdhigh=5:7
invalidthreshold=4:7 maxsyncache=2999:193:65535 route.metrics.
maxentries=0:2147483647 timeout=600:2147483647 sflow.min_sampling_rate.
http=100:1:10240 packet=1024:128:10240 ssd.
availablespace.warningmargin=20:1:100
mediawearoutindicator.warningmargin=20:1:100 ssl. fips.failuretimeout=60:3600
handshake.threshold=4096:4294967295 sessionticketkey.regen=252900:4294967295
statemirror. graceperiod=5:1:60 heartbeat=500:120000
queuelen=8388608:1048576:1073741824 queuepct=15:5:50 reconnect.delay=1:1:6000
timeout=60:600 switchboard. buffer.maxdynport=100:100 dos.control=133:255
link.recoverythreshold=6:10 maxbcastrate=200000:262144
maxdlfrate=200000:262144 maxmcastrate=200000:262144 startup.linkdowntime=0:100
switchboard.buffer.maxdyntotal. egress=50:100 ingress=85:100 switchboard.wred.
dropslope=20:90 dropstart=75:100 tm. egressdscp=0:63
flowstate.timeout=30:2147483647 fragmenttimeout=6:2:65536
fw.iptbl.sweeper.period=1200:30:360000 hud_history_depth=0:10000000
l2forwardidletimeout=300:2147483647 maxforwardicmprate=0:2147483647
maxipfragsperpkt=128:8192 minipfragsize=552:1:65512
minipv6fragsize=1232:1:65480 pptp.timeout=60:30:3600
ratetracker.t2suppressor=10:10240 sweeper.avr.freq=256:1:4294967295
tcpanalytics.reportinterval=2000:500:3600000
tcpsackglobalmaxholes=65536:2147483647 tcpsackmaxholes=128:2147483647
tcptxpausemax=256:2000 tcptxpausemin=100:2000 tm.lsn.
dnat_suppress_logs_period=300:300 pick_duration_microseconds=1500:10:5000
retries=512:20:4096 tmm. cdp.debug=0:2
cec.classifier.abr.max_packets=256:200:512
cec.classifier.dns.caching.timeout=0:604800
cec.classifier.http.max_headers=64:64:4096 cec.hitless_upgrade.timeout=5:1:600
cec.tables.bits=19:9:32 cec.tables.evict.lru_after=64:8:16384
classmaxelementsreturned=75000:1:18446744073709551615
classsweepsperfree=150:1:18446744073709551615
devel.max_memory_mb=0:18446744073709551615
dhcp.client.connection.packets.inprogress.max=10000:4294967295
dhcp.server.connection.packets.inprogress.max=10000:4294967295
dns64.closewait=5:300 gpa.cec.fast_rtmp_e.min_request_len=1200:900:1537
gpa.cec.flow_bundling.3tuples.dst.max_records=500000:1:4294967295
gpa.cec.flow_bundling.3tuples.src.max_records=500000:1:4294967295
gpa.cec.flow_bundling.3tuples.timeout=60:1:86400
gpa.signature_update.timeout=600:4294967295 gradualfileloadspeed=8:1:16
ipv4.ttl.default=255:1:255 ipv6.ttl.default=64:1:255
maxremoteloglength=1024:1024:65507 pem.actions.icap.limit=8:1:100
pem.actions.redirect.uri.size=1024:4294967295
pem.actions.reporting.fastl4.interval=5:1:4294967295
pem.actions.reporting.hsl.limit.cpu.threshold=0:100
pem.auth.cache.time=30:3600 pem.avr.periodic.reporting=60:1:140
pem.dtos.tcpf.sampling.interval=10:1:4294967295
pem.dtos.ua.sampling.interval=10:1:4294967295
pem.insert.deflate.memory.threshold=1572864:393216:4718592
pem.insert.inflate.max.ratio=100:25:10000
pem.insert.memory.threshold=524288:131072:16777216
pem.persistence.timeout=180:10:200
pem.policy.reevaluation.interval=20:4294967295
pem.radius.aaa.retransmission.backoff=1:1:4 pem.rancon.auxbmval=0:4294967295
pem.rancon.flow.sample.interval=1:1:4294967295
pem.rancon.reporting.event_bitmask=3:1:3
pem.rancon.sess.sample.interval=2:1:4294967295
pem.rancon.towerid.con_threshold=4:4294967295
pem.rancon.towerid.sample.interval=4:4294967295 pem.session.ip.addr.max=1:1:16
pem.session.ipv4.addr.max=1:1:16 pem.session.ipv6.addr.max=1:1:16
pem.session.ipv6.prefix.len=128:128 pem.session.processing.time=500:50:20000
pem.session.quota.bucket.denied.timeout=0:1440
pem.session.quota.bucket.depleted.timeout=0:1440
pem.session.quota.bucket.idle.timeout=0:1440
pem.session.quota.bucket.notapplicable.timeout=0:1440
pem.session.quota.bucket.provpending.timeout=2:1440
pem.session.quota.tx.timeout=5:1:90
pem.session.radius.provisioning.hold.time=0:20000
pem.session.radius.retransmit.timeout=30:4294967295
pem.session.usage.retry.interval=120:30:20000
pem.session.volume.stats.threshold=10:102400
pem.spm.maxsessionlimit=524288:128:1048576 pem.ssp.init.delay=30:180
pem.td.bandwidth.wt=0:255 pem.td.detected.off.threshold=40:4294967295
pem.td.detected.on.threshold=45:4294967295
pem.td.expected.bandwidth=0:4294967295 pem.td.expected.num.conn=0:4294967295
pem.td.num.conn.wt=0:255 pem.td.sample.interval=180:30:4294967295
pem.td.tcpf.os.wt=0:255 pem.td.ttl.wt=20:255 pem.td.ua.os.wt=0:255
protocol_inspection.insp.ids.maxcount=10:1:255
protocol_inspection.log.per_flow.maxcount=10:255
sessiondb.binlimit.fps.user=300000:500000 sslsni.bucketcount=64:1:65535
sslsnicert.bucketcount=64:1:65535 tcl.executionlimit=500:10000 threads=0:64
timer.maxusecperpoll=250:50:100000
urlcat.cloud.cache.bucket.maxelement=256:1:65536
urlcat.cloud.cache.maxsize=131072:65536:524288 tmm.access.
maxrequestbodysize=64000:64000:25000000 prp_global_timeout=5:300 tmm.cec.
classifiers_override_bitmask=0:18446744073709551615 max_packets=10:1:64
tmm.cec.classifier.ssl_training. interval=1:1:65535 max_record=15:1:65535
tmm.gpa.cec. classifiers_to_use=23:65535 classifiers_to_wait=0:65535
tmm.gpa.cec.behavioral. min_class_npkt=5:20 min_leaf_class_conf=0:100
min_node_class_conf=101:101 tmm.gpa.cec.flow_bundling.l4.behavioral.
counter_timeout=60:1:86400 reclass_freq=10:100 rule_timeout=300:1:86400
threshold=3:1:10 tmm.gpa.cec.flow_bundling.ssl_session_id.
max_records=500000:2:4294967295 timeout=18000:15:86400 tmm.gpa.cec.log.
dict_dump_freq=500:65536 module_exclude_mask=0:4294967295
module_mask=4294967295:4294967295 tmm.hsb. hgmfcsburst=17:1:50
hgmfcsthreshold=10:65535 xlmachaaction=11:100 tmm.imap.
max_partial_connbytes=16384:4294967295 max_partial_conncount=1024:4294967295
xbufdump=0:4294967295 tmm.lb. lcaccuracy=100:10000 precisiondelay=250:10000
precisionscale=1000:10000 tmm.pem.cppe. defmonitorinterval=3000:500:20000
flowentriesprocessperrun=20:20:20000 maxsessionstraversalrtt=10:1:60
sessionentriesprocessperrun=200:5000
tmm.pem.diameter.application.resultcode.peertoobusy. maxretry=3:15
timeout=0:31536000 tmm.pem.rancon.sess. idle_timeout=60:1:4294967295
state_debounce_count=2:4294967295 tmm.pem.session. hashdepth=17:10:19
inactivitytimeout=120:525600 tmm.pem.session.quota.
notapplicableretrytimeout=30:1440 provretrytimeout=120:30:600
tmm.pem.session.timeout. endpointdeleteresponse=3600:31536000
finalusagerecord=1200:31536000 provpending=600:31536000
provretry=1200:31536000 tmm.pem.srdb.entry. highconfidence=240:16:256
initialconfidence=64:16:256 lowconfidence=16:8:256 step=32:8:256
tmm.pem.srdb.hashtable. hashbits=10:3:12 maxflows=32:1:4294967294
maxprobes=16:1:4095 tmm.pkcs11d. invalidatekeyhandle=0:18446744073709551615
loadkeyhandles=0:18446744073709551615 shmid=0:18446744073709551615 tmm.pop3.
max_partial_connbytes=16384:4294967295 max_partial_conncount=1024:4294967295
tmm.protocol_inspection.learning. learning_interval=10080:1:43200
suggestion_interval=720:1:43200 tmm.proxyssl. bucketcount=1023:10230
cachesize=2621440:26214400 tmm.sessiondb.binlimit.asm. sessiondp=300000:500000
sessionsw=500000:800000 tmm.smtps. max_partial_connbytes=16384:4294967295
max_partial_conncount=1024:4294967295 tmm.ssl. cachesize=262144:262144:4194304
dtlsantrplwinsize=64:32:64 dtlsmaxcrs=1:4294967295 dtlsqueuesize=127:7:65535
dtlsrxhsrec=70:1:150 maxactivehandshakes=0:4294967295
maxaggregaterenegotiationperminute=0:4294967295
maxhandshakesize=32768:32768:2091752 tmrouted.
gracefulrestartdelay=5:4294967295 netlinkcmdidletimeout=5:4294967295
netlinklistenidletimeout=5:4294967295 rhifailoverdelay=0:4294967295
trunk.cluster. dlfflushpkts=100000:100000 dlfflushpoll=2000000:90000000 vcmp.
guest.console.timeout=0:4294967295 vdisk.new_image_size=150:15:500
vdisk.size.estimate=10:4:30 vcmp.timeout. installing=1000:4294967295
migrating=2700:4294967295 starting=900:4294967295 stopping=180:4294967295
watchdog=20:4294967295
"""

# Those that are not in a single configuration file.
UNSAVED = """
apm.aaa.maxlisteners=16384:255:16384 appiq.hostport=514:65535
connections.preestablished.threshold=8192:1000000 cpu.logthreshold=0:100
ddm.bcm56xxd.interval=12:1:65535 ecm.tm.retries=20:65535
ipsec.traceflags=0:4294967295 log.lacpd.debugmask=0:4294967295
md.dologging=0:1048576000 neuron.tmmclienttest=0:4294967295
persist.destaddrmaxcount=2048:2147483647 pvamsgrawdump.samples.reset=0:100
softpva.size=0:32 vcmp.concurrent_vdisk_accesses=1:1:10000
vlan.fdb.timeout=300:1048575 vpn.buffervolumekb=64:4096 wccp.loglevel=1:7
zxfrd.dbloadstamp=0:4294967295 connection.
syncookies.threshold=16384:2147483647 synoffload.threshold=4049:10240
connection.adaptivereaper. hiwater=95:85:100 lowater=85:70:100 dos.
auto.threshold.stresstest=10000:100:10000 fragforwardlimit=0:1000000
logging.interval=1:1:4294967295 syncookiedeactivate=50:10:75
unmatched.hwsyncookie_activate=80:10:90 log.ipfix.
template_idle_timeout=120:5:65536 template_utilization=90:1:99 pfmand.
healthstatus.deviceerror.ceiling=15:30 healthstatus.guesterror.ceiling=20:30
scheduler. idlesampleperiod.ltm=100:1000 ixlv.contigidlecnt=256:4096
sshplugin. max_active_serverside_rekeys=100:100:4000
max_num_outstanding_threads=100:100:4000
outstanding_thread_lifetime_max=60:1:65536
thread_stack_size_kb=2048:2048:10240 tm. egress.pktpriority=3:7
maxicmprate=100:2147483647 maxrejectrate.timeout=30:300
maxrejectrate=250:1:1000 minpathmtu=296:68:1500
tcpmptcpjoinsysmax=10000:100:100000 tcptracing=0:4294967295
udpmaxrateidleperiod=10:1:300 udpqueueinitialdropprobability=0:100
udpqueueoccupancythreshold=30:100 tm.portfind. linear=16:61439 random=16:1024
tm.portfind.threshold. timeout=30:300 trigger=8:1:12 tm.tcpmemorypressure.
hiwater=90:86:95 lowater=80:75:85 tm.tcpprogressive. autonaglerttthresh=20:200
proxybufmax=2097152:1048576:4194304 proxybufmin=65535:4096:1048576
proxybufoffset=65535:4096:1048576 rcvbufbdpmultiplier=1:1:10
rcvbufincr=65536:4096:1048576 rcvbufincrsmall=2:1:64
rcvbufmax=16777216:4194304:16777216 rcvbufmin=65535:4096:1048576
rcvbufmininterval=100:10:65535 rttthresh=10:1500 sndbufbdpmultiplier=1:1:10
sndbufincr=65536:4096:1048576 sndbufincrsmall=2:1:64
sndbufmax=16777216:1048576:16777216 sndbufmin=131070:4096:1048576
sndbufmininterval=100:10:65535 tmm. gpa.statupdate=16384:18446744073709551615
mcp.replay.timeout=60:10:600 nbr.queue=4:1:16
pcp.max_async_pending_requests=10000:100:100000
tcl.rule.aborted.log.ratio=1:4294967295 umem_largeslab_threshold=33:100
umem_reap_aggress=3:1:100 umem_reap_aggrlevel=80:70:90 tmm.gpa.statupdate.
hi=512:1024 lo=8:16 tmm.resolv. cachesize=8192:131072 retry=3:5 timeout=5:1:5
vcmp.scheduler. nice_usecs=120:1000 rt_usecs=880:1000 vlan.backplane.
id=4095:4095 mtu=1640:1582:9216 wam. cache.entities.dump=0:4294967295
cache.range.maxranges=8:8:32 wocplugin. loglevel=1:7 mapi.loglevel=1:7
wocplugin.cifs. bdp=300:1200 loglevel=1:7 lowbdpcutoff=30:1200
minreadsize=0:57344
"""
