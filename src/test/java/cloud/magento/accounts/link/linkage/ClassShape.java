package cloud.magento.accounts.link.linkage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What other classes can link to in a class.
 *
 * @param name its internal name, such as {@code java/lang/Object}
 * @param supers its superclass and its interfaces, the superclass first
 * @param members access flags by name and descriptor, such as {@code toString()Ljava/lang/String;} or {@code out:I}
 */
record ClassShape(String name, int access, List<String> supers, Map<String, Integer> members) {

    static final String CONSTRUCTOR = "<init>";

    static ClassShape of(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        Map<String, Integer> members = new TreeMap<>();
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        members.put(name + descriptor, access);
                        return null;
                    }

                    @Override
                    public FieldVisitor visitField(
                            int access, String name, String descriptor, String signature, Object value) {
                        members.put(field(name, descriptor), access);
                        return null;
                    }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        List<String> supers = new ArrayList<>();
        if (reader.getSuperName() != null) {
            supers.add(reader.getSuperName());
        }
        supers.addAll(List.of(reader.getInterfaces()));
        return new ClassShape(reader.getClassName(), reader.getAccess(), List.copyOf(supers), Map.copyOf(members));
    }

    static String field(String name, String descriptor) {
        return name + ":" + descriptor;
    }

    boolean isInterface() {
        return is(access, Opcodes.ACC_INTERFACE);
    }

    boolean isAbstract() {
        return is(access, Opcodes.ACC_ABSTRACT);
    }

    boolean isFinal() {
        return is(access, Opcodes.ACC_FINAL);
    }

    String packageName() {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    static boolean is(int access, int flag) {
        return (access & flag) != 0;
    }
}
