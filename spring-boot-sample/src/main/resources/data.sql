MERGE INTO planet (name, radius_km, moons) KEY (name) VALUES
  ('Mercury', 2440, 0), ('Venus', 6052, 0), ('Earth', 6378, 1), ('Mars', 3396, 2),
  ('Jupiter', 71492, 97), ('Saturn', 60268, 274), ('Uranus', 25559, 28), ('Neptune', 24764, 16);
