import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.coode.owlapi.turtle.TurtleOntologyFormat;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.io.RDFXMLOntologyFormat;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;

/**
 * Saves ontologies as Protégé does, through the OWL API.
 *
 * <p>Usage: {@code java -cp HermiT.jar SaveAs.java FOLDER FILE...}: writes each file into the folder as
 * RDF/XML and as Turtle. What a file imports must stand before it.
 */
public final class SaveAs {
    public static void main(String[] arguments) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        manager.clearIRIMappers();
        List<OWLOntology> ontologies = new ArrayList<OWLOntology>();
        for (int i = 1; i < arguments.length; i++) {
            ontologies.add(manager.loadOntologyFromOntologyDocument(new File(arguments[i])));
        }
        for (int i = 1; i < arguments.length; i++) {
            String stem = new File(arguments[i]).getName().replaceAll("[.][a-z]+$", "");
            File xml = new File(arguments[0], stem + ".owl").getAbsoluteFile();
            File turtle = new File(arguments[0], stem + ".ttl").getAbsoluteFile();
            OWLOntology ontology = ontologies.get(i - 1);
            manager.saveOntology(ontology, new RDFXMLOntologyFormat(), IRI.create(xml));
            manager.saveOntology(ontology, new TurtleOntologyFormat(), IRI.create(turtle));
        }
    }
}
