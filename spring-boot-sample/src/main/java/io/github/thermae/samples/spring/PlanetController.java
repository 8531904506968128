package io.github.thermae.samples.spring;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /planets/Saturn}, {@code PUT /planets/Saturn/moons/274}, {@code GET /queries}. */
@RestController
class PlanetController {
  private final Planets planets;

  PlanetController(Planets planets) {
    this.planets = planets;
  }

  @GetMapping("/planets/{name}")
  ResponseEntity<Planet> planet(@PathVariable String name) {
    return ResponseEntity.of(planets.find(name));
  }

  @PutMapping("/planets/{name}/moons/{moons}")
  ResponseEntity<Void> setMoons(@PathVariable String name, @PathVariable int moons) {
    return planets.setMoons(name, moons)
        ? ResponseEntity.noContent().build()
        : ResponseEntity.notFound().build();
  }

  @GetMapping("/queries")
  long queries() {
    return planets.queries();
  }
}
