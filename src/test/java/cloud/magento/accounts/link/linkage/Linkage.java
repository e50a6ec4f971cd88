package cloud.magento.accounts.link.linkage;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;

/**
 * Links class files against a version of Keycloak as the Java virtual machine does it at run time (chapter 5.4 of its
 * specification), but all at once and without running them.
 */
final class Linkage {

    private static final String FINAL = "%s is final in %s, and %s overrides it";

    private final Map<String, ClassShape> own = new LinkedHashMap<>();
    private final Set<Reference> references = new LinkedHashSet<>();
    private final Library library;
    private final Library complete;

    /**
     * The check of these class files.
     *
     * @param library the version of Keycloak, which may lack JARs that are not to be had
     * @param complete a version with all JARs, which tells whose class is missing
     */
    Linkage(Collection<byte[]> classFiles, Library library, Library complete) {
        this.library = library;
        this.complete = complete;
        for (byte[] file : classFiles) {
            ClassShape shape = ClassShape.of(file);
            own.put(shape.name(), shape);
            references.addAll(Reference.of(file));
        }
        references.removeIf(reference ->
                own.containsKey(reference.owner()) && reference.member().isEmpty());
    }

    /**
     * What the check found.
     *
     * @param used how many classes and members of libraries the class files use
     * @param broken sentences, each about a use that fails
     * @param unserved how many of the uses could not be checked, because their JAR is not to be had
     * @param neverCalled methods that override one of the complete version which this version does not have
     */
    record Result(int used, Set<String> broken, int unserved, Set<String> neverCalled) {}

    Result check() {
        Set<String> broken = new TreeSet<>();
        Set<String> neverCalled = new TreeSet<>();
        int used = 0;
        int unserved = 0;
        for (Reference reference : references) {
            if (isOfTheJdk(reference.owner()) || isOwn(reference)) {
                continue;
            }
            used++;
            Optional<String> problem = problem(reference);
            if (problem.isPresent() && isUnserved(reference.owner())) {
                unserved++;
            } else {
                problem.ifPresent(broken::add);
            }
        }
        for (ClassShape shape : own.values()) {
            checkOverrides(shape, broken, neverCalled);
            checkIsComplete(shape, broken);
        }
        return new Result(used, broken, unserved, neverCalled);
    }

    private Optional<String> problem(Reference reference) {
        Optional<ClassShape> owner = find(reference.owner());
        if (owner.isEmpty()) {
            return Optional.of(reference + " does not exist");
        }
        if (reference.member().isEmpty()) {
            return Optional.empty();
        }
        if (reference.ownerIsInterface().isPresent()
                && reference.ownerIsInterface().get() != owner.get().isInterface()) {
            return Optional.of(reference + " is called as one of "
                    + (owner.get().isInterface()
                            ? "a class, but belongs to an interface"
                            : "an interface, but is not"));
        }
        Optional<ClassShape> declaring =
                declaring(owner.get(), reference.member().get());
        if (declaring.isEmpty()) {
            return Optional.of(reference + " does not exist");
        }
        return isVisible(declaring.get(), reference.member().get())
                ? Optional.empty()
                : Optional.of(reference + " is not public");
    }

    /** The class or interface that declares the member which the owner has. */
    private Optional<ClassShape> declaring(ClassShape owner, String member) {
        if (member.startsWith(ClassShape.CONSTRUCTOR)) {
            return Optional.of(owner).filter(shape -> shape.members().containsKey(member));
        }
        return ancestors(owner, true).stream()
                .filter(shape -> shape.members().containsKey(member))
                .findFirst();
    }

    private boolean isVisible(ClassShape declaring, String member) {
        int access = declaring.members().get(member);
        boolean inherited = ClassShape.is(access, Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED);
        return own.containsKey(declaring.name()) || inherited;
    }

    /** A method must not override a final one, and should override one that Keycloak calls. */
    private void checkOverrides(ClassShape shape, Set<String> broken, Set<String> neverCalled) {
        Set<ClassShape> supers = ancestors(shape, false);
        shape.members().forEach((member, access) -> {
            if (member.startsWith("<") || !member.contains("(") || isHidden(access)) {
                return;
            }
            supers.stream()
                    .filter(ancestor -> isFinal(ancestor.members().getOrDefault(member, 0)))
                    .map(ancestor -> FINAL.formatted(member, dotted(ancestor.name()), dotted(shape.name())))
                    .forEach(broken::add);
            Optional<String> overridden = overriddenInComplete(shape, member);
            if (overridden.isPresent()
                    && supers.stream().noneMatch(ancestor -> ancestor.members().containsKey(member))
                    && supers.stream().noneMatch(ancestor -> isUnserved(ancestor.name()))
                    && !isUnserved(overridden.get())) {
                neverCalled.add(dotted(shape.name()) + "." + member + " (of " + dotted(overridden.get()) + ")");
            }
        });
        for (ClassShape ancestor : supers) {
            if (ancestor.isFinal()) {
                broken.add(dotted(ancestor.name()) + " is final, and " + dotted(shape.name()) + " extends it");
            }
        }
    }

    private static boolean isFinal(int access) {
        return ClassShape.is(access, Opcodes.ACC_FINAL) && !ClassShape.is(access, Opcodes.ACC_PRIVATE);
    }

    private static boolean isHidden(int access) {
        return ClassShape.is(access, Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC);
    }

    private Optional<String> overriddenInComplete(ClassShape shape, String member) {
        Deque<String> names = new ArrayDeque<>(shape.supers());
        while (!names.isEmpty()) {
            String name = names.poll();
            Optional<ClassShape> found = Optional.ofNullable(own.get(name)).or(() -> complete.find(name));
            if (found.isPresent()) {
                if (!own.containsKey(name) && found.get().members().containsKey(member)) {
                    return Optional.of(name);
                }
                names.addAll(found.get().supers());
            }
        }
        return Optional.empty();
    }

    /** A class that can be instantiated must implement every abstract method that it inherits. */
    private void checkIsComplete(ClassShape shape, Set<String> broken) {
        if (shape.isAbstract() || shape.isInterface()) {
            return;
        }
        Set<ClassShape> all = ancestors(shape, true);
        for (ClassShape ancestor : all) {
            ancestor.members().forEach((member, access) -> {
                if (ClassShape.is(access, Opcodes.ACC_ABSTRACT)
                        && all.stream().noneMatch(other -> implementsIt(other, member))) {
                    broken.add(dotted(shape.name()) + " does not implement " + dotted(ancestor.name()) + "." + member);
                }
            });
        }
    }

    private static boolean implementsIt(ClassShape shape, String member) {
        return Optional.ofNullable(shape.members().get(member))
                .filter(access -> !ClassShape.is(access, Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC))
                .isPresent();
    }

    /** Superclasses first, then interfaces, as far as they are to be had. */
    private Set<ClassShape> ancestors(ClassShape shape, boolean withItself) {
        Set<ClassShape> found = new LinkedHashSet<>();
        if (withItself) {
            found.add(shape);
        }
        Deque<String> names = new ArrayDeque<>(shape.supers());
        while (!names.isEmpty()) {
            Optional<ClassShape> next = find(names.poll());
            if (next.isPresent() && found.add(next.get())) {
                names.addAll(next.get().supers());
            }
        }
        if (shape.isInterface()) {
            find("java/lang/Object").ifPresent(found::add);
        }
        return found;
    }

    private Optional<ClassShape> find(String name) {
        return Optional.ofNullable(own.get(name)).or(() -> library.find(name));
    }

    /** A class file names a member that it inherits from a library as its own, and then this is false. */
    private boolean isOwn(Reference reference) {
        return own.containsKey(reference.owner())
                && reference
                        .member()
                        .map(member -> declaring(own.get(reference.owner()), member))
                        .map(declaring -> declaring
                                .filter(shape -> own.containsKey(shape.name()) || isOfTheJdk(shape.name()))
                                .isPresent())
                        .orElse(true);
    }

    private boolean isOfTheJdk(String name) {
        return !own.containsKey(name)
                && complete.home(name).isEmpty()
                && complete.find(name).isPresent();
    }

    /** Whether the class, or one that it extends, belongs to an artifact whose JAR is not to be had. */
    private boolean isUnserved(String name) {
        Deque<String> names = new ArrayDeque<>(Set.of(name));
        while (!names.isEmpty()) {
            String next = names.poll();
            if (complete.home(next)
                    .filter(home -> !library.artifacts().contains(home))
                    .isPresent()) {
                return true;
            }
            Optional.ofNullable(own.get(next))
                    .or(() -> complete.find(next))
                    .ifPresent(shape -> names.addAll(shape.supers()));
        }
        return false;
    }

    private static String dotted(String name) {
        return name.replace('/', '.');
    }
}
