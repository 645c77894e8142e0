import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.coode.owlapi.manchesterowlsyntax.ManchesterOWLSyntaxClassExpressionParser;
import org.coode.owlapi.turtle.TurtleOntologyFormat;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.expression.OWLEntityChecker;
import org.semanticweb.owlapi.io.RDFXMLOntologyFormat;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAnnotation;
import org.semanticweb.owlapi.model.OWLAnnotationProperty;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataProperty;
import org.semanticweb.owlapi.model.OWLDatatype;
import org.semanticweb.owlapi.model.OWLEntity;
import org.semanticweb.owlapi.model.OWLLiteral;
import org.semanticweb.owlapi.model.OWLNamedIndividual;
import org.semanticweb.owlapi.model.OWLObjectProperty;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.util.SimpleIRIMapper;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Opens a package as Protégé does, by its catalogue, and does what a reviewer does.
 *
 * <p>Usage: {@code query FILE QUERIES} asks HermiT the class expressions in the lines of QUERIES, terms by
 * their labels as Protégé shows them, and prints the label of each instance after the number of the line;
 * {@code save FILE FOLDER} saves each ontology as Turtle and as RDF/XML, called by the file that it is from.
 */
public final class Package {
    private Package() {}

    public static void main(String[] arguments) throws Exception {
        File file = new File(arguments[1]).getAbsoluteFile();
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        manager.clearIRIMappers();
        NodeList entries =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new File(file.getParentFile(), "catalog-v001.xml"))
                        .getElementsByTagName("uri");
        for (int i = 0; i < entries.getLength(); i++) {
            Element entry = (Element) entries.item(i);
            File named = new File(file.getParentFile(), entry.getAttribute("uri"));
            manager.addIRIMapper(
                    new SimpleIRIMapper(
                            IRI.create(entry.getAttribute("name")), IRI.create(named)));
        }
        OWLOntology ontology = manager.loadOntologyFromOntologyDocument(file);
        if (arguments[0].equals("query")) {
            query(ontology, new File(arguments[2]));
        } else {
            save(ontology, new File(arguments[2]));
        }
    }

    private static void query(OWLOntology ontology, File queries) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        Labels labels = new Labels(ontology);
        Configuration configuration = new Configuration();
        configuration.ignoreUnsupportedDatatypes = true;
        Reasoner reasoner = new Reasoner(configuration, ontology);
        int number = 0;
        for (String line : Files.readAllLines(queries.toPath(), StandardCharsets.UTF_8)) {
            OWLClassExpression expression =
                    new ManchesterOWLSyntaxClassExpressionParser(
                                    ontology.getOWLOntologyManager().getOWLDataFactory(), labels)
                            .parse(line);
            for (OWLNamedIndividual each :
                    reasoner.getInstances(expression, false).getFlattened()) {
                out.println(number + "\t" + labels.of(each));
            }
            number++;
        }
    }

    private static void save(OWLOntology ontology, File folder) throws Exception {
        OWLOntologyManager manager = ontology.getOWLOntologyManager();
        for (OWLOntology each : ontology.getImportsClosure()) {
            String name = new File(manager.getOntologyDocumentIRI(each).toURI()).getName();
            File saved = new File(folder, name);
            manager.saveOntology(each, new TurtleOntologyFormat(), IRI.create(saved));
            File xml = new File(folder, name.replace(".ttl", ".rdf"));
            manager.saveOntology(each, new RDFXMLOntologyFormat(), IRI.create(xml));
        }
    }

    /** Finds entities by their labels, written as Protégé writes them: in quotes where it must. */
    private static final class Labels implements OWLEntityChecker {
        private final OWLOntology ontology;
        private final Map<String, OWLEntity> entities = new HashMap<String, OWLEntity>();

        Labels(OWLOntology ontology) {
            this.ontology = ontology;
            for (OWLOntology each : ontology.getImportsClosure()) {
                for (OWLEntity entity : each.getSignature()) {
                    String label = of(entity);
                    entities.put(label.matches(".*[ ,<>=^@{}\\[\\]()].*") ? "'" + label + "'" : label, entity);
                }
            }
        }

        String of(OWLEntity entity) {
            for (OWLOntology each : ontology.getImportsClosure()) {
                for (OWLAnnotation annotation : entity.getAnnotations(each)) {
                    if (annotation.getProperty().isLabel()
                            && annotation.getValue() instanceof OWLLiteral) {
                        return ((OWLLiteral) annotation.getValue()).getLiteral();
                    }
                }
            }
            return entity.getIRI().toString();
        }

        private <T extends OWLEntity> T find(String name, Class<T> kind) {
            OWLEntity found = entities.get(name);
            return kind.isInstance(found) ? kind.cast(found) : null;
        }

        @Override
        public OWLClass getOWLClass(String name) {
            return find(name, OWLClass.class);
        }

        @Override
        public OWLObjectProperty getOWLObjectProperty(String name) {
            return find(name, OWLObjectProperty.class);
        }

        @Override
        public OWLDataProperty getOWLDataProperty(String name) {
            return find(name, OWLDataProperty.class);
        }

        @Override
        public OWLNamedIndividual getOWLIndividual(String name) {
            return find(name, OWLNamedIndividual.class);
        }

        @Override
        public OWLDatatype getOWLDatatype(String name) {
            return find(name, OWLDatatype.class);
        }

        @Override
        public OWLAnnotationProperty getOWLAnnotationProperty(String name) {
            return find(name, OWLAnnotationProperty.class);
        }
    }
}
