package io.github.thermae.samples.spring;

import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /planets/Saturn}, {@code PUT /planets/Saturn/moons/274}, {@code GET /visits/Saturn},
 * {@code GET /queries}.
 */
@RestController
class PlanetController {
  private final Planets planets;
  private final Visits visits;

  PlanetController(Planets planets, Visits visits) {
    this.planets = planets;
    this.visits = visits;
  }

  @GetMapping("/planets/{name}")
  ResponseEntity<Planet> planet(@PathVariable String name) {
    Optional<Planet> planet = planets.find(name);
    planet.ifPresent(found -> visits.count(found.name()));
    return ResponseEntity.of(planet);
  }

  @GetMapping("/visits/{name}")
  long visits(@PathVariable String name) {
    return visits.of(name);
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
