/** libvirt's name of a VM by its number, as Nova's `instance_name_template` has it: 10 → `instance-0000000a`. */
export function instanceName(instance: number): string {
  return `instance-${instance.toString(16).padStart(8, '0')}`;
}

/** The number in libvirt's name of a VM. */
export function instanceNumber(name: string): number {
  return parseInt(name.slice('instance-'.length), 16);
}
