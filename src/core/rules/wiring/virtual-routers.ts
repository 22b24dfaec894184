/** The VRIDs of a tenant's HA network are 1 up to this (l3_hamode_db.py `VR_ID_RANGE`; VRRP itself would allow 255). */
export const MOST_VIRTUAL_ROUTERS = 254;
