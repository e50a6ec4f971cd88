package cloud.magento.accounts.link.linkage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;

/**
 * A class, or a member of a class, that a class file names in its constant pool. Code, lambdas, method references,
 * casts and catch clauses all name what they use there.
 *
 * @param owner internal name of the class
 * @param member name and descriptor, as in {@link ClassShape}
 * @param ownerIsInterface what the class file takes the owner of a method for
 */
record Reference(String owner, Optional<String> member, Optional<Boolean> ownerIsInterface) {

    private static final int CLASS = 7;
    private static final int FIELD = 9;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;

    static List<Reference> of(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        char[] buffer = new char[reader.getMaxStringLength()];
        List<Reference> found = new ArrayList<>();
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item > 0) {
                read(reader, item, buffer).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<Reference> read(ClassReader reader, int item, char[] buffer) {
        int kind = reader.readByte(item - 1);
        if (kind == CLASS) {
            return element(reader.readUTF8(item, buffer))
                    .map(name -> new Reference(name, Optional.empty(), Optional.empty()));
        }
        if (kind != FIELD && kind != METHOD && kind != INTERFACE_METHOD) {
            return Optional.empty();
        }
        int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
        String name = reader.readUTF8(nameAndType, buffer);
        String descriptor = reader.readUTF8(nameAndType + 2, buffer);
        String member = kind == FIELD ? ClassShape.field(name, descriptor) : name + descriptor;
        Optional<Boolean> ofInterface = kind == FIELD ? Optional.empty() : Optional.of(kind == INTERFACE_METHOD);
        return element(reader.readClass(item, buffer))
                .map(owner -> new Reference(owner, Optional.of(member), ofInterface));
    }

    /** The class of an array's elements; none for primitives. */
    private static Optional<String> element(String name) {
        if (!name.startsWith("[")) {
            return Optional.of(name);
        }
        Type type = Type.getType(name).getElementType();
        return type.getSort() == Type.OBJECT ? Optional.of(type.getInternalName()) : Optional.empty();
    }

    @Override
    public String toString() {
        return owner.replace('/', '.') + member.map(name -> "." + name).orElse("");
    }
}
