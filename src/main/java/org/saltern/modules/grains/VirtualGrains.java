package org.saltern.modules.grains;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.saltern.modules.linux.Proc;

/** Whether the machine is real, virtual or a container. Facts: the order in which Salt 3006 asks. */
final class VirtualGrains {
    private static final Set<String> AS_NAMED =
            Set.of("qemu", "kvm", "oracle", "xen", "bochs", "chroot", "uml", "systemd-nspawn");

    /** What it is, and in more detail. */
    private record Kind(String virtual, Optional<String> subtype) {
        static Kind of(String virtual) {
            return new Kind(virtual, Optional.empty());
        }

        static Kind of(String virtual, String subtype) {
            return new Kind(virtual, Optional.of(subtype));
        }
    }

    private VirtualGrains() {}

    static void add(ObjectNode out, Proc proc) {
        Kind kind = asked(proc);
        kind = product(proc).orElse(kind);
        kind = container(proc, kind);
        boolean inside = kind.subtype().isPresent() && kind.virtual().equals("physical");
        out.put("virtual", inside ? "virtual" : kind.virtual());
        kind.subtype().ifPresent(s -> out.put("virtual_subtype", s));
    }

    private static Kind asked(Proc proc) {
        Optional<String> word = proc.output("virt-what");
        if (word.isPresent()) {
            return word.get()
                    .lines()
                    .map(VirtualGrains::virtWhat)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse(Kind.of("physical"));
        }
        return proc.output("systemd-detect-virt")
                .flatMap(w -> detected(w.strip()))
                .or(() -> proc.output("dmidecode").flatMap(VirtualGrains::firmware))
                .or(
                        () ->
                                proc.exists("/proc/bus/pci")
                                        ? proc.output("lspci").flatMap(VirtualGrains::devices)
                                        : Optional.empty())
                .orElse(Kind.of("physical"));
    }

    private static Optional<Kind> detected(String word) {
        if (AS_NAMED.contains(word)) {
            return Optional.of(Kind.of(word));
        }
        return word.contains("vmware")
                ? Optional.of(Kind.of("VMware"))
                : word.contains("microsoft")
                        ? Optional.of(Kind.of("VirtualPC"))
                        : word.contains("lxc")
                                ? Optional.of(Kind.of("container", "LXC"))
                                : word.contains("podman")
                                        ? Optional.of(Kind.of("container", "Podman"))
                                        : word.contains("docker")
                                                ? Optional.of(Kind.of("container", "Docker"))
                                                : word.contains("amazon")
                                                        ? Optional.of(
                                                                Kind.of("Nitro", "Amazon EC2"))
                                                        : Optional.empty();
    }

    private static Optional<Kind> virtWhat(String line) {
        if (Set.of("kvm", "qemu", "uml", "xen").contains(line)) {
            return Optional.of(Kind.of(line));
        }
        return line.contains("lxc")
                ? Optional.of(Kind.of("container", "LXC"))
                : line.contains("docker")
                        ? Optional.of(Kind.of("container", "Docker"))
                        : line.contains("vmware")
                                ? Optional.of(Kind.of("VMware"))
                                : line.contains("parallels")
                                        ? Optional.of(Kind.of("Parallels"))
                                        : line.contains("hyperv")
                                                ? Optional.of(Kind.of("HyperV"))
                                                : line.equals("ibm_power-kvm")
                                                        ? Optional.of(Kind.of("kvm"))
                                                        : line.equals("ibm_power-lpar_shared")
                                                                ? Optional.of(
                                                                        Kind.of("LPAR", "shared"))
                                                                : line.equals(
                                                                                "ibm_power-lpar_dedicated")
                                                                        ? Optional.of(
                                                                                Kind.of(
                                                                                        "LPAR",
                                                                                        "dedicated"))
                                                                        : Optional.empty();
    }

    private static Optional<Kind> firmware(String text) {
        if (text.contains("Manufacturer: oVirt")) {
            return Optional.of(Kind.of("kvm", "ovirt"));
        }
        if (text.contains("Product Name: RHEV Hypervisor")) {
            return Optional.of(Kind.of("kvm", "rhev"));
        }
        if (text.contains(": Microsoft") && text.contains("Virtual Machine")) {
            return Optional.of(Kind.of("VirtualPC"));
        }
        boolean kvm =
                List.of(
                                "Vendor: QEMU",
                                "Manufacturer: QEMU",
                                "Vendor: Bochs",
                                "Manufacturer: Bochs",
                                "Manufacturer: Google",
                                "Vendor: SeaBIOS")
                        .stream()
                        .anyMatch(text::contains);
        return text.contains("BHYVE")
                ? Optional.of(Kind.of("bhyve"))
                : text.contains("VirtualBox")
                        ? Optional.of(Kind.of("VirtualBox"))
                        : text.contains("VMware")
                                ? Optional.of(Kind.of("VMware"))
                                : text.contains("Parallels Software")
                                        ? Optional.of(Kind.of("Parallels"))
                                        : kvm ? Optional.of(Kind.of("kvm")) : Optional.empty();
    }

    private static Optional<Kind> devices(String list) {
        String text = list.toLowerCase(java.util.Locale.ROOT);
        return text.contains("vmware")
                ? Optional.of(Kind.of("VMware"))
                : text.contains("virtualbox")
                        ? Optional.of(Kind.of("VirtualBox"))
                        : text.contains("qemu") || text.contains("virtio")
                                ? Optional.of(Kind.of("kvm"))
                                : Optional.empty();
    }

    private static Optional<Kind> product(Proc proc) {
        if (proc.text("/proc/cpuinfo").filter(t -> t.contains("QEMU Virtual CPU")).isPresent()) {
            return Optional.of(Kind.of("kvm"));
        }
        String product = proc.text("/sys/devices/virtual/dmi/id/product_name").orElse("");
        return product.contains("VirtualBox")
                ? Optional.of(Kind.of("VirtualBox"))
                : product.contains("RHEV Hypervisor")
                        ? Optional.of(Kind.of("kvm", "rhev"))
                        : product.contains("oVirt Node")
                                ? Optional.of(Kind.of("kvm", "ovirt"))
                                : product.contains("Google")
                                        ? Optional.of(Kind.of("gce"))
                                        : product.contains("BHYVE")
                                                ? Optional.of(Kind.of("bhyve"))
                                                : Optional.empty();
    }

    private static Kind container(Proc proc, Kind so) {
        String groups = proc.text("/proc/1/cgroup").orElse("");
        if (groups.contains(":/lxc/")
                || proc.text("/proc/1/environ")
                        .filter(t -> t.contains("container=lxc"))
                        .isPresent()) {
            return Kind.of("container", "LXC");
        }
        if (groups.contains(":/kubepods/")) {
            return Kind.of(so.virtual(), "kubernetes");
        }
        if (groups.contains(":/libpod_parent/")) {
            return Kind.of(so.virtual(), "libpod");
        }
        boolean docker =
                groups.contains(":/docker/")
                        || groups.contains(":/docker-ce/")
                        || groups.contains(":/system.slice/docker");
        return docker ? Kind.of("container", "Docker") : so;
    }
}
