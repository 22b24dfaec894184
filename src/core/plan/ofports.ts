/** OpenFlow port numbers `ofport_request` may ask for: 1..65279 (ovs-vswitchd.conf.db(5), Interface). */
export const OFPORTS = { first: 1, last: 65279 } as const;
