// What is made of a site once and asked for with every row: hashes of ids, which take longer to make than to use.

/** Gives what was made of a site, by its name, and makes it when it is asked for first. Memory: that of all sites. */
export function bySite<Made extends object>(make: (site: string) => Made): (site: string) => Made {
  const sites = new Map<string, Made>();
  return (site) => {
    const known = sites.get(site);
    if (known !== undefined) return known;
    const made = make(site);
    sites.set(site, made);
    return made;
  };
}
